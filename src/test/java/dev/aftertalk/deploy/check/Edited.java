package dev.aftertalk.deploy.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * An edit in one of the shipped files, and what is to be said of it.
 *
 * @param before what is replaced
 * @param after by what
 * @param place that is told, without the folder; it may end early
 * @param said a part of the message
 */
record Edited(String file, String before, String after, String place, String said) {

    private static final Path EDITS = Path.of("src/test/resources/dev/aftertalk/deploy/check/edits.csv");

    /** One a line: file|before|after|place|said, in which \n is a line's end, \t a tab and \| a bar. */
    static List<Edited> all() throws IOException {
        try (Stream<String> lines = Files.lines(EDITS)) {
            return lines.map(line -> line.split("(?<!\\\\)\\|", 5))
                    .map(parts -> new Edited(
                            parts[0], plain(parts[1]), plain(parts[2]), parts[3], parts[4].replace("\\|", "|")))
                    .toList();
        }
    }

    private static String plain(String text) {
        return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\|", "|");
    }

    /** What is said of it, without the folder. */
    List<String> findings(Path folder) throws IOException {
        RouteFolderCopy routes = new RouteFolderCopy(folder);
        routes.edit(file, text -> {
            int at = text.indexOf(before);
            return at < 0 ? text : text.substring(0, at) + after + text.substring(at + before.length());
        });
        return routes.findings().stream()
                .map(finding -> (finding.isFault() ? "" : "warning: ") + finding)
                .map(told -> told.replace(folder + "/", ""))
                .toList();
    }

    @Override
    public String toString() {
        return file + ": " + before + " -> " + after;
    }
}
