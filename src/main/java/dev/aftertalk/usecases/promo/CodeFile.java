package dev.aftertalk.usecases.promo;

import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the codes of a CSV file as shops and spreadsheets export them: with a header or one code a line; commas, semicolons, tabs or
 * what {@code sep=} says; quotes; any line ends. A quoted cell may hold line breaks, but only so many, and only where a usable row comes of it: a quote that is never
 * closed costs a line and not the rest of the file.
 */
final class CodeFile {

    /** The first line by which Excel is told, and tells, what is between the columns. */
    private static final Pattern SEPARATOR = Pattern.compile("\"?sep=(.)\"?[;,\\t]*\\s*", Pattern.CASE_INSENSITIVE);

    private static final String SEPARATORS = ";\t,|";

    /** Most lines of a row. */
    private static final int MOST_LINES = 20;

    /** In how many lines below the first a header is looked for. */
    private static final int TITLE_LINES = 5;

    private final LineReader lines;
    private final String column;
    private final boolean guessed;
    private final Sink sink;
    private String separators = SEPARATORS;
    private Header header;

    /** What is told about each row that is not empty. */
    interface Sink {
        void code(long line, String code);

        void rejected(long line, String why);
    }

    /**
     * Where the codes are.
     *
     * @param text the first line of it, or null when there is none
     * @param lines how many it has
     * @param width how many columns
     * @param index of the column with the codes
     */
    private record Header(String text, int lines, char delimiter, int width, int index) {}

    /**
     * A row, put together.
     *
     * @param lines how many it has
     */
    private record Row(List<String> cells, int lines) {}

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
        for (String line = lines.next(); line != null; line = lines.next()) {
            Matcher separator = SEPARATOR.matcher(line);
            if (separator.matches()) {
                separators = header == null ? separator.group(1) : separators;
            } else if (!isEmpty(line)) {
                row(line);
            }
        }
    }

    /** Spreadsheets save empty rows, too, with what stands between the columns. */
    private boolean isEmpty(String line) {
        return line.chars().allMatch(c -> separators.indexOf(c) >= 0 || Codes.isBlank(c));
    }

    private void row(String line) throws IOException {
        if (header == null) {
            header = header(line, 0);
            if (header == null) {
                header = withoutHeader(line);
                record(line);
            } else {
                lines.skip(header.lines() - 1);
            }
        } else if (line.equals(header.text())) {
            lines.skip(header.lines() - 1); // a file that was put together of several repeats it
        } else {
            record(line);
        }
    }

    /**
     * @param ahead how many lines ahead the one after this one is
     * @return null when none of the line's cells heads the codes
     */
    private Header header(String line, int ahead) throws IOException {
        for (char tried : separators.toCharArray()) {
            Row row = whole(line, tried, ahead, cells -> index(cells) >= 0);
            int index = row == null ? -1 : index(row.cells());
            if (index >= 0) {
                return new Header(line, row.lines(), tried, row.cells().size(), index);
            }
        }
        return null;
    }

    private int index(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (column == null ? Codes.heads(names.get(i)) : names.get(i).equalsIgnoreCase(column)) {
                return i;
            }
        }
        return -1;
    }

    private Header withoutHeader(String line) throws IOException {
        char delimiter = (char)
                separators.chars().filter(c -> line.indexOf(c) >= 0).findFirst().orElse(',');
        List<String> cells = Cells.split(line, delimiter);
        boolean several = cells != null && cells.size() > 1;
        checkNoTitle(line, several);
        if (column != null) {
            throw new UnusableFileException(
                    lines.number(), "has no column " + column + "; its first line must name it");
        }
        if (several) {
            throw new UnusableFileException(
                    lines.number(),
                    "has several columns and none is named code; name the one with the codes so in the first line, or set"
                            + " the campaign's column");
        }
        return new Header(null, 1, delimiter, 1, 0);
    }

    /** What stands above a table in a spreadsheet is saved with it. */
    private void checkNoTitle(String line, boolean several) throws IOException {
        for (int ahead = 0; ahead < TITLE_LINES; ahead++) {
            String below = lines.peek(ahead);
            Header found = below == null ? null : header(below, ahead + 1);
            // One column may hold a code that looks like a header.
            if (found != null && (several || found.width() > 1 || column != null || !Codes.usable(Codes.plain(line)))) {
                throw new UnusableFileException(
                        lines.number(),
                        "is not the header, which stands in line " + (lines.number() + ahead + 1)
                                + ": take away what stands above the header");
            }
        }
    }

    private void record(String line) throws IOException {
        long number = lines.number();
        if (line.length() > LineReader.LONGEST) {
            sink.rejected(number, "is longer than " + LineReader.LONGEST + " characters");
            return;
        }
        Row row = whole(line, header.delimiter(), 0, cells -> fault(cells) == null);
        if (row == null) {
            sink.rejected(number, "has a quote that is not closed, or text after one that is");
            return;
        }
        lines.skip(row.lines() - 1);
        String fault = fault(row.cells());
        if (fault == null) {
            sink.code(number, row.cells().get(header.index()));
        } else {
            sink.rejected(number, fault);
        }
    }

    /**
     * The row that begins with a line; null when its quotes don't match.
     *
     * @param ahead how many lines ahead the one after this one is
     * @param fits whether a row of several lines can be one
     */
    private Row whole(String line, char delimiter, int ahead, Predicate<List<String>> fits) throws IOException {
        List<String> cells = Cells.split(line, delimiter);
        StringBuilder text = new StringBuilder(line);
        int count = 1;
        while (cells == null && count < MOST_LINES && text.length() <= LineReader.LONGEST) {
            String next = lines.peek(ahead + count - 1);
            if (next == null) {
                return null;
            }
            text.append('\n').append(next);
            count++;
            cells = Cells.split(text.toString(), delimiter);
        }
        return cells == null || count > 1 && !fits.test(cells) ? null : new Row(cells, count);
    }

    /** Why a row has no code, as the end of a sentence about its line; null when it has. */
    private String fault(List<String> cells) {
        // Excel leaves out empty cells at the end of a line, but then something follows the code.
        if (cells.size() > header.width() || cells.size() < Math.min(header.width(), header.index() + 2)) {
            return "has " + cells.size() + " columns instead of " + header.width();
        }
        return Codes.fault(cells.get(header.index()), guessed);
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
