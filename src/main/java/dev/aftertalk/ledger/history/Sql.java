package dev.aftertalk.ledger.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A statement put together piece by piece with its values, which never become part of its text. */
final class Sql {

    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    Sql(String piece, Object... values) {
        add(piece, values);
    }

    /** @param values one for each question mark in the piece */
    Sql add(String piece, Object... values) {
        text.append(text.isEmpty() ? "" : " ").append(piece);
        this.values.addAll(Arrays.asList(values));
        return this;
    }

    /** Adds a piece that ends with a list of values, unless there is none. */
    Sql addIn(String piece, Collection<?> in) {
        if (!in.isEmpty()) {
            add(piece + " (" + String.join(", ", Collections.nCopies(in.size(), "?")) + ")", in.toArray());
        }
        return this;
    }

    JdbcClient.StatementSpec on(JdbcClient database) {
        return database.sql(text.toString()).params(values);
    }

    String text() {
        return text.toString();
    }

    Object[] values() {
        return values.toArray();
    }
}
