package dev.aftertalk.console.drawing;

import dev.aftertalk.console.drawing.Flow.Shape;
import dev.aftertalk.console.drawing.Flow.Step;
import dev.aftertalk.console.drawing.Flow.Way;
import dev.aftertalk.console.drawing.FlowLayout.Box;
import dev.aftertalk.console.drawing.FlowLayout.Line;
import dev.aftertalk.console.drawing.FlowLayout.Point;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;
import org.springframework.web.util.HtmlUtils;

/** A route as a picture in SVG, whose colours and letters are the page's. */
public final class RouteDrawing {

    private static final double ARROW = 5;
    private static final double NAME = 22;
    private static final double DETAIL = 39;
    private static final double BELOW = 4;
    private static final double CORNER = 6;
    private static final double ROUND = 18;

    private final Flow flow;
    private final FlowLayout layout;
    private final StringBuilder svg = new StringBuilder();

    private RouteDrawing(Flow flow) {
        this.flow = flow;
        this.layout = FlowLayout.of(flow);
    }

    /**
     * Draws a route.
     *
     * @param camel which runs it; tells which steps are switched off
     * @param words of the reader's language for yes, no, otherwise, each and fallback
     * @return an {@code svg} element of the class {@code flow}
     */
    public static String svg(RouteDefinition route, CamelContext camel, UnaryOperator<String> words) {
        return new RouteDrawing(FlowReader.read(route, camel, words)).draw();
    }

    private String draw() {
        svg.append(format(
                "<svg class=\"flow\" xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" aria-hidden=\"true\">",
                layout.width(), layout.height(), layout.width(), layout.height()));
        for (int i = 0; i < flow.ways().size(); i++) {
            draw(flow.ways().get(i), layout.lines().get(i));
        }
        for (int i = 0; i < flow.steps().size(); i++) {
            draw(flow.steps().get(i), layout.boxes().get(i));
        }
        return svg.append("</svg>").toString();
    }

    private void draw(Way way, Line line) {
        String points = line.points().stream()
                .map(point -> format("%.1f,%.1f", point.x(), point.y()))
                .collect(Collectors.joining(" "));
        svg.append("<g class=\"way\"><polyline points=\"").append(points).append("\"/>");
        arrow(line.points());
        if (line.when() != null) {
            text("when", line.when().middle(), line.when().y() + line.when().height() - BELOW, way.when());
        }
        svg.append("</g>");
    }

    /** Where the way comes to its end, in the direction of its last part. */
    private void arrow(List<Point> points) {
        Point end = points.get(points.size() - 1);
        Point before = points.get(points.size() - 2);
        boolean down = Math.abs(end.x() - before.x()) < 1;
        String shape = down
                ? format("l%.1f %.1f h%.1f z", -ARROW, -2 * ARROW, 2 * ARROW)
                : format("l%.1f %.1f v%.1f z", -2 * ARROW, -ARROW, 2 * ARROW);
        svg.append(format("<path d=\"M%.1f %.1f ", end.x(), end.y()))
                .append(shape)
                .append("\"/>");
    }

    private void draw(Step step, Box box) {
        svg.append(format(
                "<g class=\"step %s\"><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%.0f\"/>",
                step.shape().name().toLowerCase(Locale.ROOT),
                box.x(),
                box.y(),
                box.width(),
                box.height(),
                step.shape() == Shape.BEGINNING || step.shape() == Shape.END ? ROUND : CORNER));
        if (!step.note().isEmpty()) {
            svg.append("<title>").append(escaped(step.note())).append("</title>");
        }
        text("name", box.middle(), box.y() + NAME, step.name());
        double y = box.y() + DETAIL;
        for (Flow.Detail detail : step.details()) {
            text(detail.off() ? "detail off" : "detail", box.middle(), y, detail.text());
            y += FlowLayout.LINE;
        }
        svg.append("</g>");
    }

    private void text(String kind, double x, double y, String text) {
        svg.append(format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", kind, x, y))
                .append(escaped(text))
                .append("</text>");
    }

    /** As XML, which knows five names of characters. */
    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
