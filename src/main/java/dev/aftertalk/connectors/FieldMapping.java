package dev.aftertalk.connectors;

import dev.aftertalk.ledger.PermanentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.util.ObjectHelper;

/**
 * A field mapping as a workflow writes it in a variable: lines {@code Field: Simple expression}. What an expression doesn't find is left out;
 * of several lines for one field the first that finds something counts. Empty lines, those that begin with {@code #}, and fields without an
 * expression say nothing. Each line is evaluated by itself, so what a visitor typed can't become a line.
 */
public final class FieldMapping {

    /** The variables that hold one, which the steps of Salesforce and Jira read. */
    public static final Set<String> VARIABLES =
            Set.of("leadFields", "leadFieldsAtCreation", "taskFields", "ticketFields");

    private static final Pattern LINE =
            Pattern.compile("([A-Za-z][A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]+)*)\\s*:(?:\\s+(.+))?");

    private final List<Line> lines;

    private record Line(String field, String text, Expression value) {

        void init(CamelContext camel) {
            try {
                value.init(camel);
            } catch (RuntimeException e) {
                throw invalid(field, text, e);
            }
        }
    }

    private FieldMapping(List<Line> lines) {
        this.lines = lines;
    }

    /**
     * Reads the lines.
     *
     * @param camel what the expressions belong to
     * @throws PermanentException that quotes the line, when it is none or its expression is not valid
     */
    public static FieldMapping of(String text, CamelContext camel) {
        List<Line> lines = read(text, camel);
        lines.forEach(line -> line.init(camel));
        return new FieldMapping(lines);
    }

    /**
     * Only reads the lines. What their expressions call, such as a bean of a file that is read later, may not be there yet.
     *
     * @throws PermanentException as {@link #of}
     */
    public static void check(String text, CamelContext camel) {
        for (String line : text.split("\\R")) {
            try {
                read(line, camel);
            } catch (PermanentException e) {
                if (ObjectHelper.getException(NoSuchBeanException.class, e) == null) {
                    throw e;
                }
            }
        }
    }

    /** What is wrong with a line, without reading what its expressions call; empty when nothing is. */
    public static Optional<String> fault(String line, CamelContext camel) {
        try {
            check(line, camel);
            return Optional.empty();
        } catch (PermanentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** The fields that a text has an expression for, whatever the expressions are; lines that are none are passed over. */
    public static Set<String> names(String text) {
        return text.lines()
                .map(line -> LINE.matcher(line.strip()))
                .filter(parts -> parts.matches() && parts.group(2) != null)
                .map(parts -> parts.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<Line> read(String text, CamelContext camel) {
        List<Line> lines = new ArrayList<>();
        for (String each : text.split("\\R")) {
            String line = each.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new PermanentException("A field mapping has a line that is not \"Field: expression\": " + line);
            }
            if (parts.group(2) != null) {
                lines.add(new Line(parts.group(1), parts.group(2), expression(parts.group(1), parts.group(2), camel)));
            }
        }
        return List.copyOf(lines);
    }

    private static Expression expression(String field, String text, CamelContext camel) {
        try {
            return camel.resolveLanguage("simple").createExpression(text);
        } catch (RuntimeException e) {
            throw invalid(field, text, e);
        }
    }

    private static PermanentException invalid(String field, String text, RuntimeException cause) {
        return new PermanentException("A field mapping has no valid expression for " + field + ": " + text, cause);
    }

    /**
     * The fields that are known, in the order of their lines.
     *
     * @param fit makes of a field's name and what its expression found the value to send; null for none
     * @throws PermanentException when an expression fails
     */
    public Map<String, Object> fields(Exchange exchange, Fit fit) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Line line : lines) {
            if (!fields.containsKey(line.field())) {
                Object value = value(line, exchange, fit);
                if (value != null) {
                    fields.put(line.field(), value);
                }
            }
        }
        return fields;
    }

    private static Object value(Line line, Exchange exchange, Fit fit) {
        try {
            Object found = line.value().evaluate(exchange, Object.class);
            return found == null ? null : fit.fit(line.field(), found);
        } catch (RuntimeException e) {
            throw new PermanentException("The field " + line.field() + " can't be worked out", e);
        }
    }

    /** What may be sent of a value. */
    public interface Fit {

        /** @return the value to send for a field, or null */
        Object fit(String field, Object found);
    }
}
