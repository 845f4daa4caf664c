package dev.aftertalk.deploy;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.text.ExactText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.util.StringHelper;

/**
 * The URI of a step that is evaluated for each message. What its expressions find arrives as it is, in the parameter where they stand, and
 * sets nothing else, refers to nothing and is not evaluated itself.
 */
public final class DynamicAddress extends ExpressionAdapter {

    private static final String EXPRESSION = "${";
    private static final Pattern BEYOND_PATH = Pattern.compile("[?&#%{}\\p{Cntrl}]|(^|/)\\.\\.(/|$)");

    /** What Camel takes for something else than text, in any parameter. */
    private static final Pattern REFERENCE =
            Pattern.compile("#(bean|class|type|property|valueAs|autowired)\\b.*", Pattern.DOTALL);

    private final List<Part> parts = new ArrayList<>();

    /**
     * A piece of the URI.
     *
     * @param texts literals, and the values of expressions
     * @param kept writes what they make together; refuses by an IllegalArgumentException what would not arrive
     */
    private record Part(String written, List<Expression> texts, UnaryOperator<String> kept) {

        String of(Exchange exchange) {
            String value = texts.stream()
                    .map(each -> each.evaluate(exchange, String.class))
                    .map(text -> text == null ? "" : text)
                    .collect(Collectors.joining());
            try {
                return kept.apply(value);
            } catch (IllegalArgumentException e) {
                throw new PermanentException("What " + written + " is now can't be sent: " + e.getMessage() + ".");
            }
        }
    }

    private DynamicAddress(CamelContext context, Address address) {
        add(context, address.path(), UnaryOperator.identity(), DynamicAddress::path);
        char separator = '?';
        for (String parameter : address.parameters()) {
            int value = parameter.indexOf('=') + 1;
            literal(separator + parameter.substring(0, value));
            String written = parameter.substring(value);
            if (!written.contains(EXPRESSION)) {
                literal(written);
            } else if (written.startsWith("RAW")) {
                String text = written.substring("RAW(".length(), written.length() - 1);
                add(context, text, literal -> literal.replace("%25", "%"), DynamicAddress::parameter);
            } else {
                add(context, written, DynamicAddress::decoded, DynamicAddress::parameter);
            }
            separator = '&';
        }
    }

    /**
     * Returns how to evaluate a URI.
     *
     * @param uri without placeholders
     * @param evaluated by Camel: for a URI without expressions, and for one that an expression makes as a whole
     * @throws IllegalArgumentException with what to write instead, for a step that should not be evaluated
     */
    static Expression of(CamelContext context, String uri, Expression evaluated) {
        boolean whole = uri.startsWith(EXPRESSION) && Address.end(uri, 0) == uri.length();
        if (whole || !uri.contains(EXPRESSION) || uri.startsWith("language:") || uri.contains("$simple{")) {
            return evaluated;
        }
        Address address = Address.of(uri);
        if (ExactParameters.isOwn(uri) && address.parameters().stream().anyMatch(each -> each.contains(EXPRESSION))) {
            String scheme = StringHelper.before(uri, ":");
            throw new IllegalArgumentException(
                    scheme + ": evaluates the ${…} in its parameters itself; write to: in place of toD:,"
                            + " and dynamicUri: false below wireTap:");
        }
        if (address.parameters().stream()
                .anyMatch(each -> StringHelper.before(each, "=", each).contains(EXPRESSION))) {
            throw new IllegalArgumentException(
                    "an expression can only be the value of a parameter, as in name=${…}, not its name or several parameters");
        }
        return new DynamicAddress(context, address);
    }

    /** Why an address should not be evaluated for each message, with what to write instead; empty when it may be. */
    public static Optional<String> fault(CamelContext context, String uri) {
        try {
            of(context, uri, null);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        } catch (RuntimeException e) {
            return Optional.empty(); // an expression that is none is another check's
        }
    }

    /** Whether an address is written here in which an expression stands, and not one that makes the whole. */
    public static boolean isEvaluated(String uri) {
        int scheme = uri.indexOf(':');
        return scheme >= 0 && uri.indexOf(EXPRESSION) > scheme;
    }

    @Override
    public Object evaluate(Exchange exchange) {
        StringBuilder uri = new StringBuilder();
        for (Part part : parts) {
            uri.append(part.of(exchange));
        }
        return uri.toString();
    }

    @Override
    public void init(CamelContext context) {
        parts.forEach(part -> part.texts().forEach(each -> each.init(context)));
    }

    private void literal(String text) {
        parts.add(new Part(text, List.of(constant(text)), UnaryOperator.identity()));
    }

    private void add(CamelContext context, String written, UnaryOperator<String> literal, UnaryOperator<String> kept) {
        boolean path = parts.isEmpty();
        List<Expression> texts = new ArrayList<>();
        int from = 0;
        for (int at = written.indexOf(EXPRESSION); at >= 0; at = written.indexOf(EXPRESSION, from)) {
            int end = Address.end(written, at);
            String expression = written.substring(at, end);
            Expression value = context.resolveLanguage("simple").createExpression(expression);
            if (path) {
                literal(literal.apply(written.substring(from, at)));
                parts.add(new Part(
                        expression, List.of(value), at == 0 ? UnaryOperator.identity() : kept)); // the scheme, too
            } else {
                texts.add(constant(literal.apply(written.substring(from, at))));
                texts.add(value);
            }
            from = end;
        }
        texts.add(constant(literal.apply(written.substring(from))));
        parts.add(new Part(written, texts, path ? UnaryOperator.identity() : kept));
    }

    private static Expression constant(String text) {
        return new ExpressionAdapter() {
            @Override
            public Object evaluate(Exchange exchange) {
                return text;
            }
        };
    }

    private static String path(String value) {
        if (BEYOND_PATH.matcher(value).find()) {
            throw new IllegalArgumentException(
                    "it holds a character that would change the rest of the address (one of ? & # % { }, a"
                            + " line break, or ..); give it as one of the step's parameters");
        }
        return value;
    }

    private static String parameter(String value) {
        if (REFERENCE.matcher(value).matches()) {
            throw new IllegalArgumentException("it begins like a reference of Camel's, such as #bean:");
        }
        return ExactText.isChanged(value) || value.contains("{{") || value.contains("$simple{") ? raw(value) : value;
    }

    /** What to write into a finished URI for a text that Camel would change. */
    static String raw(String text) {
        boolean braces = text.indexOf(')') >= 0 && text.indexOf('}') < 0;
        ExactText.checkRaw(braces ? text.replace(')', ' ') : text);
        return (braces ? "RAW{" : "RAW(") + ExactText.inRaw(text) + (braces ? '}' : ')');
    }

    /** Without the escapes of a URI. */
    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a % that begins no escape
        }
    }
}
