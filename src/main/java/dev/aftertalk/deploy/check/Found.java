package dev.aftertalk.deploy.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What stands in all files, as far as its form is right. */
final class Found {

    final List<CheckedFile> files = new ArrayList<>();
    final List<Route> routes = new ArrayList<>();
    final List<Named> configurations = new ArrayList<>();
    final List<Named> configurationUses = new ArrayList<>();
    final List<Named> stepIds = new ArrayList<>();
    final List<Named> variables = new ArrayList<>();
    final List<Endpoint> endpoints = new ArrayList<>();
    final List<Expression> expressions = new ArrayList<>();
    final List<Named> beans = new ArrayList<>();
    final List<Call> beanCalls = new ArrayList<>();
    final List<Named> declaredBeans = new ArrayList<>();
    final List<Named> classes = new ArrayList<>();
    final List<Named> exceptions = new ArrayList<>();
    final List<Named> texts = new ArrayList<>();

    /** Texts behind a key, by the key's name. */
    final List<Named> keyed = new ArrayList<>();

    final List<Named> languages = new ArrayList<>();
    final Map<String, Kamelet> kamelets = new LinkedHashMap<>();

    /** By their paths, what stands in files that are refused so early that it is not known what they have. */
    final Map<Path, String> refused = new LinkedHashMap<>();

    /** Whether a name that nothing has may be one that a refused file would have. */
    boolean mayHave(Path use, String name) {
        return refused.entrySet().stream().anyMatch(each -> {
            int first = each.getValue().indexOf(name);
            boolean again = first >= 0 && each.getValue().indexOf(name, first + 1) >= 0;
            boolean named = each.getKey().getFileName().toString().startsWith(name + ".");
            return named || (each.getKey().equals(use) ? again : first >= 0);
        });
    }

    /** A name or a text and where it stands. */
    record Named(CheckedFile file, Kamelet kamelet, Node node, String name) {}

    /** A method of a bean that is called. */
    record Call(CheckedFile file, Kamelet kamelet, Node method, String name) {}

    /** @param id null where it has none */
    record Route(CheckedFile file, MappingNode node, ScalarNode id, String precondition) {}

    /**
     * An address.
     *
     * @param step the key it stands below, such as {@code to}
     * @param parameters null where there are none
     * @param constant whether it is this address for each message
     */
    record Endpoint(
            CheckedFile file,
            Kamelet kamelet,
            String step,
            Node node,
            String uri,
            MappingNode parameters,
            boolean constant) {

        boolean isConsumer() {
            return step.equals("from");
        }

        /** Up to its colon. */
        String scheme() {
            int colon = uri.indexOf(':');
            int query = uri.indexOf('?');
            int end = colon < 0 ? query : query < 0 ? colon : Math.min(colon, query);
            return end < 0 ? uri : uri.substring(0, end);
        }

        /** Behind its colon, without slashes and query. */
        String path() {
            String scheme = scheme();
            String rest = uri.length() > scheme.length() ? uri.substring(scheme.length() + 1) : "";
            String path = uri.startsWith("?", scheme.length()) ? "" : rest.split("\\?", 2)[0];
            return path.startsWith("//") ? path.substring(2) : path;
        }
    }

    /**
     * A text in a language.
     *
     * @param predicate whether it decides something
     * @param below the key of the step it belongs to
     * @param variable that is set to it; empty for none
     * @param name of what is set to it, a header for example; empty for none
     */
    record Expression(
            CheckedFile file,
            Kamelet kamelet,
            String language,
            ScalarNode node,
            String text,
            boolean predicate,
            String below,
            String variable,
            String name) {}

    /**
     * A kamelet.
     *
     * @param parameters what it declares, each with its definition
     * @param used the names of the placeholders in its template
     * @param needed the parameters that must be something, as its template uses them
     */
    record Kamelet(
            CheckedFile file,
            String name,
            Map<String, Parameter> parameters,
            Set<String> required,
            Set<String> used,
            Set<String> needed) {

        Kamelet(CheckedFile file, String name) {
            this(file, name, new LinkedHashMap<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        }
    }

    /**
     * A parameter that a kamelet declares.
     *
     * @param standard its default; null where it has none
     * @param example null where it has none
     */
    record Parameter(
            Node key,
            String type,
            String standard,
            String pattern,
            List<String> choices,
            boolean secret,
            String example) {}

    Optional<Kamelet> kamelet(String name) {
        return Optional.ofNullable(kamelets.get(name));
    }
}
