package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.ledger.PermanentException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * A mapping as a workflow writes it: lines {@code Field: Simple expression}. What an expression doesn't find is left out; of several lines
 * for one field the first that finds something counts. Each line is worked out by itself, so what a visitor typed can't become a line.
 */
final class FieldMapping {

    private static final Pattern LINE = Pattern.compile("([A-Za-z][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)?)\\s*:\\s+(.+)");

    private final List<Line> lines;

    private record Line(String field, Expression value) {}

    private FieldMapping(List<Line> lines) {
        this.lines = lines;
    }

    static FieldMapping of(String text, CamelContext camel) {
        List<Line> lines = new ArrayList<>();
        for (String each : text.split("\\R")) {
            String line = each.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new PermanentException(
                        "The mapping for Salesforce has a line that is not \"Field: expression\": " + line);
            }
            lines.add(new Line(parts.group(1), expression(parts.group(1), parts.group(2), camel)));
        }
        return new FieldMapping(List.copyOf(lines));
    }

    /** The fields of {@code object} that are known, fit to be sent. */
    Map<String, Object> fields(String object, Exchange exchange) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Line line : lines) {
            if (!fields.containsKey(line.field())) {
                Object value = FieldLimits.fit(object, line.field(), value(line, exchange));
                if (value != null) {
                    fields.put(line.field(), value);
                }
            }
        }
        return fields;
    }

    private static Object value(Line line, Exchange exchange) {
        try {
            Object value = line.value().evaluate(exchange, Object.class);
            if (value instanceof Collection<?> many) { // as Salesforce writes several choices
                return many.stream().map(String::valueOf).collect(Collectors.joining(";"));
            }
            boolean plain = value == null || value instanceof Number || value instanceof Boolean;
            return plain ? value : exchange.getContext().getTypeConverter().convertTo(String.class, exchange, value);
        } catch (RuntimeException e) {
            throw new PermanentException("The Salesforce field " + line.field() + " can't be worked out", e);
        }
    }

    private static Expression expression(String field, String text, CamelContext camel) {
        try {
            Expression expression = camel.resolveLanguage("simple").createExpression(text);
            expression.init(camel);
            return expression;
        } catch (RuntimeException e) {
            throw new PermanentException(
                    "The mapping for Salesforce has no valid expression for " + field + ": " + text, e);
        }
    }
}
