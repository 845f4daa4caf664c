package dev.aftertalk.usecases.promo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** Reads lines however they end, and no more of one than could matter: a file without line breaks must not fill the memory. */
final class LineReader {

    /** Longer than this a returned line is cut off. */
    static final int LONGEST = 10_000;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader in;
    private final List<String> peeked = new ArrayList<>(); // few
    private long number;
    private boolean afterReturn;

    LineReader(Reader in) {
        this.in = new BufferedReader(in, 1 << 16);
    }

    /**
     * A line that is still to come, as {@link #next} will return it; null when there is none.
     *
     * @param ahead 0 for the next one
     */
    String peek(int ahead) throws IOException {
        while (peeked.size() <= ahead) {
            String line = read();
            if (line == null) {
                return null;
            }
            peeked.add(line);
        }
        return peeked.get(ahead);
    }

    /** Passes over so many lines. */
    void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    /** The next line, one character longer than {@link #LONGEST} when it was cut off; null at the end. */
    String next() throws IOException {
        String line = peeked.isEmpty() ? read() : peeked.remove(0);
        number += line == null ? 0 : 1;
        return line;
    }

    private String read() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c == '\n' && afterReturn) {
            c = in.read();
        }
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n' && c != '\r') {
            if (line.length() <= LONGEST) {
                line.append((char) c);
            }
            c = in.read();
        }
        afterReturn = c == '\r';
        // Files that were put together have one in the middle, too.
        return line.length() > 0 && line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line.toString();
    }

    /** Of the line that was returned last, from 1. */
    long number() {
        return number;
    }
}
