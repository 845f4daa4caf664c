package dev.aftertalk.bench;

import java.util.List;

/**
 * The line through what was measured at several sizes that has the least squares, over the decimal logarithm of the size.
 *
 * @param perDecade by how much a value grows when the size becomes ten times as large
 * @param explained the share of the differences that the line explains (R²): NaN where there are none
 */
record Fit(double perDecade, double explained) {

    /** One size, which is not 0, and what was measured there. */
    record Point(double size, double value) {}

    /** @return NaN of fewer than two sizes */
    static Fit of(List<Point> points) {
        List<Point> known =
                points.stream().filter(point -> !Double.isNaN(point.value())).toList();
        double meanX = known.stream().mapToDouble(Fit::x).average().orElse(Double.NaN);
        double meanY = known.stream().mapToDouble(Point::value).average().orElse(Double.NaN);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (Point point : known) {
            double x = x(point) - meanX;
            double y = point.value() - meanY;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        return new Fit(xx == 0 ? Double.NaN : xy / xx, xy * xy / (xx * yy));
    }

    private static double x(Point point) {
        return Math.log10(point.size());
    }
}
