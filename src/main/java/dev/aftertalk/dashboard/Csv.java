package dev.aftertalk.dashboard;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Writes lines that a spreadsheet of the reader's language opens as they are meant. A text that it would take for a formula, which a
 * stranger may have typed, gets an apostrophe in front.
 */
final class Csv {

    private static final String FORMULA = "=+-@\t\r\n|%";

    private final Writer out;
    private final char separator;
    private final boolean commas;

    Csv(OutputStream out, Locale locale) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 14);
        // Where the comma is for decimals, spreadsheets separate by semicolons.
        this.commas = locale.getLanguage().equals("fr");
        this.separator = commas ? ';' : ',';
        write("\ufeff"); // has Excel read it as UTF-8
    }

    /** Numbers as the language writes them; null is empty. */
    void line(List<?> values) {
        StringBuilder line = new StringBuilder();
        for (int n = 0; n < values.size(); n++) {
            line.append(n == 0 ? "" : separator).append(field(values.get(n)));
        }
        write(line.append("\r\n").toString());
    }

    void end() throws IOException {
        out.flush();
    }

    private String field(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Number) {
            return commas ? value.toString().replace('.', ',') : value.toString();
        }
        String text = value.toString();
        String first = text.stripLeading();
        boolean formula = !text.isEmpty()
                && (FORMULA.indexOf(text.charAt(0)) >= 0 || !first.isEmpty() && FORMULA.indexOf(first.charAt(0)) >= 0);
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.indexOf(separator) >= 0
                || safe.indexOf('"') >= 0
                || safe.indexOf('\n') >= 0
                || safe.indexOf('\r') >= 0
                || formula;
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    private void write(String text) {
        try {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
