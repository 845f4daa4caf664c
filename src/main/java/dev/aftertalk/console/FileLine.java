package dev.aftertalk.console;

import dev.aftertalk.deploy.live.RouteReports.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a file or of a difference. Public for the templates.
 *
 * @param number from 1; 0 for one that is of no file
 * @param kind {@code added}, {@code removed}, {@code place}, or {@code same}
 * @param faults what is wrong in it
 */
public record FileLine(int number, String kind, String text, List<String> faults) {

    private static final String SAME = "same";

    /** @param faults those of this file */
    static List<FileLine> ofText(String text, List<Fault> faults) {
        List<FileLine> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int number = lines.size() + 1;
            List<String> wrong = faults.stream()
                    .filter(fault -> fault.line() == number)
                    .map(Fault::problem)
                    .toList();
            lines.add(new FileLine(number, SAME, line, wrong));
        }
        return lines;
    }

    /** @param diff unified; without its first two lines, which name the sides */
    static List<FileLine> ofDiff(String diff) {
        return diff.lines()
                .filter(line -> !line.startsWith("--- ") && !line.startsWith("+++ "))
                .map(line -> new FileLine(0, kind(line), line, List.of()))
                .toList();
    }

    private static String kind(String line) {
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> "added";
            case '-' -> "removed";
            case '@' -> "place";
            default -> SAME;
        };
    }
}
