package dev.aftertalk.deploy.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.spi.Language;

/** Has Camel's own languages parse a text, in a context that is never started and has nothing in it. */
final class Languages {

    private static final String SIMPLE = "/META-INF/org/apache/camel/language/simple/simple.json";
    private static final String SERVICE = "META-INF/services/org/apache/camel/language/";

    private static final Map<String, Boolean> THERE = new ConcurrentHashMap<>();

    private final CamelContext context = new DefaultCamelContext(false);
    private final Set<String> functions = functions();

    private final OwnComponents own;

    private Languages() {
        context.build(); // has it its type converters; nothing is started
        own = new OwnComponents(context);
    }

    private static final class Holder {
        private static final Languages ALL = new Languages();
    }

    /** Those of the Camel that runs. */
    static Languages shipped() {
        return Holder.ALL;
    }

    /**
     * Why a text is none in its language.
     *
     * @param problem in the language's words
     * @param at where in the text; -1 where it does not say
     */
    record Refused(String problem, int at) {}

    /** Whether the jar or {@code lib/} has a language. */
    static boolean isThere(String language) {
        return THERE.computeIfAbsent(
                language, name -> Languages.class.getClassLoader().getResource(SERVICE + name) != null);
    }

    /** The names of Simple's functions. */
    Set<String> functionNames() {
        return functions;
    }

    /** Our own components, in the same context. */
    OwnComponents own() {
        return own;
    }

    CamelContext context() {
        return context;
    }

    /** Parses a text; empty when it is right. */
    Optional<Refused> parse(String language, String text, boolean predicate) {
        try {
            Language known = context.resolveLanguage(language);
            if (predicate) {
                known.createPredicate(text);
            } else {
                known.createExpression(text);
            }
            return Optional.empty();
        } catch (SimpleIllegalSyntaxException e) {
            return Optional.of(new Refused(firstLine(e), e.getIndex()));
        } catch (NoSuchLanguageException e) {
            return Optional.of(new Refused("No language could be found for: " + e.getLanguage(), -1));
        } catch (RuntimeException e) {
            Throwable cause = e;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            return Optional.of(new Refused(firstLine(cause), -1));
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it can't be parsed");
    }

    private static Set<String> functions() {
        Set<String> names = new TreeSet<>();
        try (InputStream file = Languages.class.getResourceAsStream(SIMPLE)) {
            JsonNode all = new ObjectMapper().readTree(file).path("functions");
            all.fieldNames().forEachRemaining(each -> names.add(each.split("[.(:\\[]", 2)[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        names.addAll(Set.of("body", "header", "headers", "variable", "variables", "exchangeProperty", "exception"));
        return names;
    }
}
