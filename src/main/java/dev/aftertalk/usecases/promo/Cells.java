package dev.aftertalk.usecases.promo;

import java.util.ArrayList;
import java.util.List;

/** Takes a row of a CSV file apart. */
final class Cells {

    private Cells() {}

    /** The cells, without spaces around them; null when the quotes don't match. */
    static List<String> split(String line, char delimiter) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (at <= line.length()) {
            int start = at;
            while (start < line.length() && line.charAt(start) == ' ') {
                start++;
            }
            if (start < line.length() && line.charAt(start) == '"') {
                StringBuilder cell = new StringBuilder();
                int after = quoted(line, delimiter, start + 1, cell);
                if (after < 0) {
                    return null;
                }
                cells.add(Codes.plain(cell.toString()));
                at = after + 1;
            } else {
                int end = line.indexOf(delimiter, at);
                end = end < 0 ? line.length() : end;
                cells.add(Codes.plain(line.substring(at, end)));
                at = end + 1;
            }
        }
        return cells;
    }

    /** Adds what is quoted from here on. Returns where the delimiter or the end of the line follows, -1 when neither does. */
    private static int quoted(String line, char delimiter, int from, StringBuilder cell) {
        int at = from;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c != '"') {
                cell.append(c);
            } else if (at < line.length() && line.charAt(at) == '"') {
                cell.append(c);
                at++;
            } else {
                while (at < line.length() && line.charAt(at) == ' ') {
                    at++;
                }
                return at == line.length() || line.charAt(at) == delimiter ? at : -1;
            }
        }
        return -1;
    }
}
