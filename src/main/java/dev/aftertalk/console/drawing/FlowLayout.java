package dev.aftertalk.console.drawing;

import dev.aftertalk.console.drawing.Flow.Step;
import dev.aftertalk.console.drawing.Flow.Way;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Where the steps and ways of a route are drawn, without a step on another one: from top to bottom, or from left to right where that would be
 * too wide.
 *
 * @param boxes of the steps, by their numbers
 * @param lines of the ways, in their order
 */
record FlowLayout(double width, double height, List<Box> boxes, List<Line> lines) {

    /** Texts are of letters that are all as wide, so that what fits is known without the browser's fonts. */
    private static final double LETTER = 7.3;

    private static final double AROUND = 28;
    private static final double NAME_HEIGHT = 36;

    /** Of each detail. */
    static final double LINE = 16;

    private static final double WIDEST = 1100;
    private static final double TEXT_HEIGHT = 16;
    private static final double BETWEEN = 32;

    record Point(double x, double y) {}

    record Box(double x, double y, double width, double height) {

        double middle() {
            return x + width / 2;
        }
    }

    /** @param when where its text is; null for a way without */
    record Line(List<Point> points, Box when) {}

    static FlowLayout of(Flow flow) {
        FlowLayout down = of(flow, Direction.DOWN);
        if (down.width() <= WIDEST) {
            return down;
        }
        FlowLayout right = of(flow, Direction.RIGHT);
        return right.width() < down.width() ? right : down;
    }

    private static FlowLayout of(Flow flow, Direction direction) {
        ElkNode graph = ElkGraphUtil.createGraph();
        graph.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        graph.setProperty(CoreOptions.DIRECTION, direction);
        graph.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        graph.setProperty(CoreOptions.SPACING_NODE_NODE, BETWEEN);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN);
        List<ElkNode> nodes = new ArrayList<>();
        for (Step step : flow.steps()) {
            ElkNode node = ElkGraphUtil.createNode(graph);
            int letters = step.details().stream()
                    .mapToInt(detail -> detail.text().length())
                    .reduce(step.name().length(), Math::max);
            node.setDimensions(
                    letters * LETTER + AROUND, NAME_HEIGHT + step.details().size() * LINE);
            nodes.add(node);
        }
        List<ElkEdge> edges = new ArrayList<>();
        for (Way way : flow.ways()) {
            ElkEdge edge = ElkGraphUtil.createSimpleEdge(nodes.get(way.from()), nodes.get(way.to()));
            if (!way.when().isEmpty()) {
                ElkLabel label = ElkGraphUtil.createLabel(way.when(), edge);
                label.setDimensions(way.when().length() * LETTER, TEXT_HEIGHT);
                label.setProperty(CoreOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
            }
            edges.add(edge);
        }
        new RecursiveGraphLayoutEngine().layout(graph, new NullElkProgressMonitor());
        return new FlowLayout(
                graph.getWidth(),
                graph.getHeight(),
                nodes.stream()
                        .map(node -> new Box(node.getX(), node.getY(), node.getWidth(), node.getHeight()))
                        .toList(),
                edges.stream().map(FlowLayout::line).toList());
    }

    private static Line line(ElkEdge edge) {
        List<Point> points = new ArrayList<>();
        ElkEdgeSection section = edge.getSections().get(0);
        points.add(new Point(section.getStartX(), section.getStartY()));
        section.getBendPoints().forEach(bend -> points.add(new Point(bend.getX(), bend.getY())));
        points.add(new Point(section.getEndX(), section.getEndY()));
        Box when = edge.getLabels().stream()
                .findFirst()
                .map(label -> new Box(label.getX(), label.getY(), label.getWidth(), label.getHeight()))
                .orElse(null);
        return new Line(points, when);
    }
}
