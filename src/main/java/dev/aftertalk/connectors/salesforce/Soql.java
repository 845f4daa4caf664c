package dev.aftertalk.connectors.salesforce;

import java.util.Collection;
import java.util.stream.Collectors;

/** Puts values into SOQL so that they stay values, whatever a visitor has typed. */
final class Soql {

    private Soql() {}

    /** A text literal. */
    static String text(String value) {
        StringBuilder literal = new StringBuilder("'");
        value.chars().filter(c -> !Character.isISOControl(c)).forEach(c -> {
            if (c == '\'' || c == '\\' || c == '"') {
                literal.append('\\');
            }
            literal.append((char) c);
        });
        return literal.append('\'').toString();
    }

    /** A literal for LIKE that matches texts with the value in them. */
    static String containing(String value) {
        String literal = text(value);
        String inner = literal.substring(1, literal.length() - 1);
        return "'%" + inner.replace("%", "\\%").replace("_", "\\_") + "%'";
    }

    /** A list of literals for IN. */
    static String anyOf(Collection<String> values) {
        return values.stream().map(Soql::text).collect(Collectors.joining(", ", "(", ")"));
    }
}
