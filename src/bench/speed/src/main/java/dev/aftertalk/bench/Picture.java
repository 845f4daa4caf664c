package dev.aftertalk.bench;

import java.util.List;
import java.util.Locale;

/** The costs as bars, times plain Camel's: an SVG file, readable on light and on dark pages. */
final class Picture {

    private static final int LABELS = 290;
    private static final int BARS = 380;
    private static final int BAR = 16;
    private static final int BETWEEN = 12;
    private static final int TOP = 58;
    private static final String STYLE =
            """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #1d2430 }
              .title { font-weight: 600; font-size: 15px }
              .bar0 { fill: #3057d5 } .bar1 { fill: #d97706 } .bar2 { fill: #0f766e } .bar3 { fill: #9333ea }
              line { stroke: #5b6675; stroke-dasharray: 3 3 }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6e9ef }
                .bar0 { fill: #7c96f5 } .bar1 { fill: #f59e0b } .bar2 { fill: #2dd4bf } .bar3 { fill: #c084fc }
                line { stroke: #a9b2c0 }
              }
            </style>
            """;

    private final Results results;
    private final List<String> compared;
    private final List<Cost> costs;

    Picture(Results results) {
        this.results = results;
        this.compared = results.contenders().subList(1, results.contenders().size());
        this.costs = Cost.all(results.rates()).stream()
                .filter(cost -> !Double.isNaN(median(cost, compared.get(0))))
                .toList();
    }

    String svg() {
        int row = compared.size() * BAR + BETWEEN;
        int height = TOP + costs.size() * row + 10;
        double scale = BARS / Math.max(1, largest());
        StringBuilder svg = new StringBuilder();
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%1$d\" role=\"img\" aria-label=\"%s\">%n",
                LABELS + BARS + 70, height, "What Aftertalk costs, times plain Camel"));
        svg.append(STYLE);
        svg.append(
                "<text class=\"title\" x=\"10\" y=\"22\">What Aftertalk costs, times plain Camel: less is better</text>\n");
        legend(svg);
        for (int i = 0; i < costs.size(); i++) {
            row(svg, costs.get(i), TOP + i * row, scale);
        }
        double one = LABELS + scale;
        svg.append(format("<line x1=\"%.1f\" x2=\"%1$.1f\" y1=\"%d\" y2=\"%d\"/>%n", one, TOP - 6, height - 8));
        return svg.append("</svg>\n").toString();
    }

    private void legend(StringBuilder svg) {
        int x = 10;
        for (int i = 0; i < compared.size(); i++) {
            svg.append(format("<rect class=\"bar%d\" x=\"%d\" y=\"34\" width=\"12\" height=\"12\"/>", i % 4, x));
            svg.append(format("<text x=\"%d\" y=\"45\">%s</text>%n", x + 18, escaped(compared.get(i))));
            x += 40 + 8 * compared.get(i).length();
        }
        svg.append(format("<text x=\"%d\" y=\"45\">- - - plain Camel</text>%n", LABELS));
    }

    private void row(StringBuilder svg, Cost cost, int y, double scale) {
        int middle = y + compared.size() * BAR / 2 + 5;
        svg.append(format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LABELS - 8, middle, escaped(cost.label())));
        for (int i = 0; i < compared.size(); i++) {
            double median = median(cost, compared.get(i));
            if (Double.isNaN(median)) {
                continue;
            }
            int at = y + i * BAR;
            double width = median * scale;
            svg.append(format(
                    "<rect class=\"bar%d\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                    i % 4, LABELS, at, width, BAR - 2));
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\">%s</text>%n", LABELS + width + 6, at + 12, Report.number(median)));
        }
    }

    private double largest() {
        return costs.stream()
                .flatMap(cost -> compared.stream().map(contender -> median(cost, contender)))
                .filter(ratio -> !ratio.isNaN())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
    }

    private double median(Cost cost, String contender) {
        return Statistics.median(cost.ratios(results, contender, PlainCamelContender.NAME));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
