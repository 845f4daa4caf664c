package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.RouteFile;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A file that could be read.
 *
 * @param text what stands in it
 * @param root of its YAML; null for a template
 */
record CheckedFile(RouteFile file, String text, Node root) {

    Path path() {
        return file.path();
    }

    /** Its name without the ending that tells who reads it. */
    String stem() {
        String name = path().getFileName().toString();
        return name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.'));
    }

    /**
     * Where within a node's own lines a text stands.
     *
     * @return line and column from 1; those of the node when it can't be found there, as it is written with escapes
     */
    int[] placeOf(Node node, String part) {
        int start = node.getStartMark().map(Mark::getIndex).orElse(0);
        int[] points = text.codePoints().toArray();
        int end = Math.min(node.getEndMark().map(Mark::getIndex).orElse(points.length), points.length);
        start = Math.min(start, end);
        String own = new String(points, start, end - start);
        int at = part.isEmpty() ? -1 : own.indexOf(part);
        if (at < 0) {
            return new int[] {Yaml.line(node), Yaml.column(node)};
        }
        String before = own.substring(0, at);
        int lines = (int) before.chars().filter(each -> each == '\n').count();
        int lastBreak = before.lastIndexOf('\n');
        int column = lastBreak < 0
                ? Yaml.column(node) + before.codePointCount(0, before.length())
                : before.codePointCount(lastBreak + 1, before.length()) + 1;
        return new int[] {Yaml.line(node) + lines, column};
    }
}
