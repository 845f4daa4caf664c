package dev.aftertalk.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes lines that a spreadsheet of the reader's language opens as they are meant. What it would take for a formula, which a stranger may
 * have typed, gets an apostrophe in front: at the beginning of a text, and behind whatever another spreadsheet takes for a separator. Every
 * text is quoted.
 */
public final class Csv {

    /** What a spreadsheet may skip before a formula. */
    private static final String SKIPPED = "[\\s\\u00a0\\u3000\\ufeff\"]*";

    private static final Pattern BEGINNING =
            Pattern.compile("^(?:[\\t\\r\\n]|" + SKIPPED + "[=+@|%\uff1d\uff0b\uff0d\uff20-])");

    /** A field may begin here for a spreadsheet that takes another separator. */
    private static final Pattern FORMULA =
            Pattern.compile("(?s)(?<=.)([,;|\\t\\r\\n])(?=" + SKIPPED + "[=+@\uff1d\uff0b\uff0d\uff20-])");

    private final Writer out;
    private final char separator;
    private final boolean commas;

    public Csv(OutputStream out, Locale locale) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 14);
        // Where the comma is for decimals, spreadsheets separate by semicolons.
        this.commas = locale.getLanguage().equals("fr");
        this.separator = commas ? ';' : ',';
        write("\ufeff"); // has Excel read it as UTF-8
    }

    /** Numbers as the language writes them; null is empty. */
    public void line(List<?> values) {
        StringBuilder line = new StringBuilder();
        for (int n = 0; n < values.size(); n++) {
            line.append(n == 0 ? "" : separator).append(field(values.get(n)));
        }
        write(line.append("\r\n").toString());
    }

    public void end() throws IOException {
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
        String inside = FORMULA.matcher(text).replaceAll("$1'");
        String safe = BEGINNING.matcher(text).find() ? "'" + inside : inside;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }

    private void write(String text) {
        try {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
