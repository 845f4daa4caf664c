package dev.aftertalk.promo;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the codes of a CSV file as shops and spreadsheets export them: with a header or one code a line; commas, semicolons, tabs or
 * what {@code sep=} says; quotes; any line ends. One line is one record, so that a quote that is never closed costs a line and not the rest of the file.
 */
final class CodeFile {

    /** The first line by which Excel is told, and tells, what is between the columns. */
    private static final Pattern SEPARATOR = Pattern.compile("\"?sep=(.)\"?[;,\\t]*\\s*", Pattern.CASE_INSENSITIVE);

    private static final String SEPARATORS = ";\t,|";

    private final LineReader lines;
    private final String column;
    private final boolean guessed;
    private final Sink sink;
    private String separators = SEPARATORS;
    private char delimiter = ',';
    private String header;
    private int width = 1;
    private int index;

    /** What is told about each line that is not empty. */
    interface Sink {
        void code(long line, String code);

        void rejected(long line, String why);
    }

    /**
     * @param column the header of the codes, or null for the usual ones
     * @param guessed whether nobody can be sure of the file's encoding
     */
    CodeFile(Reader in, String column, boolean guessed, Sink sink) {
        this.lines = new LineReader(in);
        this.column = column;
        this.guessed = guessed;
        this.sink = sink;
    }

    /** @throws UnusableFileException when nobody can tell where the codes are; the sink has then got nothing */
    void read() throws IOException {
        boolean first = true;
        for (String line = lines.next(); line != null; line = lines.next()) {
            Matcher separator = SEPARATOR.matcher(line);
            if (separator.matches()) {
                separators = first ? separator.group(1) : separators;
            } else if (!line.isBlank() && !line.equals(header)) { // one that was put together of several repeats it
                if (!first || !isHeader(line)) {
                    record(line);
                }
                first = false;
            }
        }
    }

    private boolean isHeader(String line) throws UnusableFileException {
        for (char tried : separators.toCharArray()) {
            delimiter = tried;
            List<String> names = split(line);
            for (index = 0; names != null && index < names.size(); index++) {
                if (column == null
                        ? Codes.heads(names.get(index))
                        : names.get(index).equalsIgnoreCase(column)) {
                    width = names.size();
                    header = line;
                    return true;
                }
            }
        }
        index = 0;
        if (column != null) {
            throw new UnusableFileException(
                    lines.number(), "has no column " + column + "; its first line must name it");
        }
        delimiter = (char) separators
                .chars()
                .filter(each -> line.indexOf(each) >= 0)
                .findFirst()
                .orElse(',');
        List<String> cells = split(line);
        if (cells != null && cells.size() > 1) {
            throw new UnusableFileException(
                    lines.number(),
                    "has several columns and none is named code; name the one with the codes so in the first line, or set"
                            + " the campaign's column");
        }
        return false;
    }

    private void record(String line) {
        if (line.length() > LineReader.LONGEST) {
            sink.rejected(lines.number(), "is longer than " + LineReader.LONGEST + " characters");
            return;
        }
        List<String> cells = split(line);
        if (cells == null) {
            sink.rejected(lines.number(), "has a quote that is not closed, or text after one that is");
        } else if (cells.size() > width || cells.size() < Math.min(width, index + 2)) {
            // Excel leaves out empty cells at the end of a line, but then something follows the code.
            sink.rejected(lines.number(), "has " + cells.size() + " columns instead of " + width);
        } else {
            String code = cells.get(index);
            String fault = Codes.fault(code, guessed);
            if (fault == null) {
                sink.code(lines.number(), code);
            } else {
                sink.rejected(lines.number(), fault);
            }
        }
    }

    /** The cells of a line, without spaces around them; null when its quotes don't match. */
    private List<String> split(String line) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (at <= line.length()) {
            int start = at;
            while (start < line.length() && line.charAt(start) == ' ') {
                start++;
            }
            if (start < line.length() && line.charAt(start) == '"') {
                StringBuilder cell = new StringBuilder();
                int after = quoted(line, start + 1, cell);
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
    private int quoted(String line, int from, StringBuilder cell) {
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

    /** A file as a whole can't be used. */
    static final class UnusableFileException extends IOException {

        private final long line;

        UnusableFileException(long line, String message) {
            super(message);
            this.line = line;
        }

        long line() {
            return line;
        }
    }
}
