package dev.aftertalk.bench;

import java.util.List;

/**
 * How a figure went over time: the line of least squares through it.
 *
 * @param first what was measured first, and last
 * @param perHour by how much the line rises in an hour: NaN of fewer than two times
 * @param error of that, the standard error: NaN of fewer than three points; of twice as much and less it can't be told from none
 */
record Trend(double first, double last, double mean, double perHour, double error) {

    /** When it was measured, and what. */
    record Point(double hours, double value) {}

    /** @param points in the order in which they were measured; those that are NaN are left out */
    static Trend of(List<Point> points) {
        List<Point> known =
                points.stream().filter(point -> !Double.isNaN(point.value())).toList();
        if (known.isEmpty()) {
            return new Trend(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        double meanX = known.stream().mapToDouble(Point::hours).average().orElseThrow();
        double meanY = known.stream().mapToDouble(Point::value).average().orElseThrow();
        double xx = 0;
        double xy = 0;
        for (Point point : known) {
            xx += (point.hours() - meanX) * (point.hours() - meanX);
            xy += (point.hours() - meanX) * (point.value() - meanY);
        }
        double slope = xx == 0 ? Double.NaN : xy / xx;
        double rest = 0;
        for (Point point : known) {
            double besides = point.value() - meanY - slope * (point.hours() - meanX);
            rest += besides * besides;
        }
        double error = known.size() < 3 ? Double.NaN : Math.sqrt(rest / (known.size() - 2) / xx);
        return new Trend(known.get(0).value(), known.get(known.size() - 1).value(), meanY, slope, error);
    }

    /** @return the part of its mean by which it rises in an hour: NaN where that is 0 */
    double shareAnHour() {
        return mean == 0 ? Double.NaN : perHour / mean;
    }
}
