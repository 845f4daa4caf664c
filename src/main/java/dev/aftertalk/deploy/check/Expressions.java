package dev.aftertalk.deploy.check;

import dev.aftertalk.connectors.FieldMapping;
import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.RouteSteps;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Expression;
import dev.aftertalk.deploy.check.Found.Kamelet;
import dev.aftertalk.deploy.check.Found.Named;
import dev.aftertalk.deploy.check.Found.Parameter;
import dev.aftertalk.deploy.check.Languages.Refused;
import dev.aftertalk.deploy.check.SimpleWords.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.springframework.core.env.Environment;

/** Has each expression parsed by its language, at the place where somebody wrote it: what is given to a kamelet, as the kamelet uses it. */
final class Expressions {

    private static final String SIMPLE = "simple";

    /** Components of ours, which evaluate what is given to them. */
    private static final Map<String, Set<String>> EVALUATED = Map.of(
            "ledger", Set.of("reason", "target", "permit"),
            "jira-issue",
                    Set.of(
                            "summary",
                            "project",
                            "issueType",
                            "priority",
                            "labels",
                            "link",
                            "serviceDeskId",
                            "requestTypeId"));

    /** Their text is a name or a reference, or evaluated by what it names. */
    private static final Set<String> NOT_PARSED = Set.of(
            "constant",
            "header",
            "variable",
            "exchangeProperty",
            "ref",
            "method",
            "language",
            "tokenize",
            "xtokenize",
            "java");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{variable\\.([A-Za-z_][\\w-]*)");
    private static final Pattern BEAN = Pattern.compile("No bean could be found in the registry for: (\\S+)");
    private static final Set<String> LISTS = Set.of("recipientList", "routingSlip", "dynamicRouter");
    private static final int DEEPEST = 5;

    private final Found found;
    private final Findings findings;
    private final Environment settings;
    private final Languages languages = Languages.shipped();

    Expressions(Found found, Findings findings, Environment settings) {
        this.found = found;
        this.findings = findings;
        this.settings = settings;
    }

    /** A text that a language gets, with the placeholders of the kamelet it stands in. */
    private record Template(String language, String text, boolean predicate) {}

    void check() {
        for (Expression each : found.expressions) {
            if (!findings.isRefused(each.node())) {
                expression(each);
            }
        }
        for (Endpoint each : found.endpoints) {
            evaluated(each).forEach((node, text) -> parse(each.file(), each.kamelet(), node, SIMPLE, text, false));
            if (!each.constant()) {
                parse(each.file(), each.kamelet(), each.node(), SIMPLE, each.uri(), false);
            }
            if (each.kamelet() == null && each.scheme().equals("kamelet") && each.parameters() != null) {
                found.kamelet(Kamelets.name(each)).ifPresent(kamelet -> call(each, kamelet));
            }
        }
        found.beanCalls.forEach(this::arguments);
        variables();
    }

    /** What a method of a bean is given. */
    private void arguments(Found.Call call) {
        String text = Yaml.text(call.method());
        for (int at = text.indexOf("${"); at >= 0; ) {
            int end = Address.end(text, at);
            parse(call.file(), call.kamelet(), call.method(), SIMPLE, text.substring(at, end), false);
            at = text.indexOf("${", end);
        }
    }

    private void expression(Expression each) {
        if (LISTS.contains(each.below()) && each.language().equals(SIMPLE)) {
            RouteSteps.listFault(each.below(), each.text())
                    .ifPresent(fault -> findings.fault(each.file(), each.node(), fault));
        }
        if (FieldMapping.VARIABLES.contains(each.variable()) && each.language().equals("constant")) {
            each.text().lines().forEach(line -> mapping(each, line));
        } else if (!NOT_PARSED.contains(each.language())) {
            if (!Languages.isThere(each.language())) {
                findings.fault(each.file(), each.node(), SimpleWords.noLanguage(each.language()));
            } else if (!each.text().startsWith("resource:")) {
                parse(each.file(), each.kamelet(), each.node(), each.language(), each.text(), each.predicate());
            }
        } else if (each.language().equals("constant") && each.text().contains("${")) {
            constant(each);
        }
    }

    /** In a kamelet it may be what somebody gave to it. */
    private void constant(Expression each) {
        if (each.kamelet() == null) {
            findings.doubt(
                    each.file(),
                    each.node(),
                    "${",
                    "a constant is not evaluated, and this is a text with ${…} in it; write simple: in place of constant:");
        }
    }

    private void mapping(Expression each, String line) {
        if (line.contains("{{")) {
            return; // only its use can tell
        }
        String text = line.strip();
        int colon = text.indexOf(':');
        Optional<String> fault = FieldMapping.fault(line, languages.context());
        if (fault.isPresent() && colon > 0) {
            String expression = text.substring(colon + 1).strip();
            Optional<Refused> refused = languages.parse(SIMPLE, expression, false);
            if (refused.isPresent() && !BEAN.matcher(refused.get().problem()).find()) {
                Said said = SimpleWords.of(expression, refused.get());
                findings.fault(each.file(), each.node(), said.part().isEmpty() ? text : said.part(), said.problem());
                return;
            }
        }
        fault.ifPresent(what -> findings.fault(each.file(), each.node(), text, what));
    }

    private void parse(CheckedFile file, Kamelet kamelet, Node node, String language, String text, boolean predicate) {
        if (findings.isRefused(node)
                || kamelet != null && Kamelets.PLACEHOLDER.matcher(text.strip()).matches()) {
            return; // what is given to the kamelet is looked at where it is given
        }
        String resolved = resolved(text, neutral(kamelet));
        Optional<Refused> refused = languages.parse(language, resolved, predicate);
        if (refused.isPresent() && !isBean(file, kamelet, node, refused.get())) {
            Said said = said(language, resolved, refused.get());
            findings.fault(file, node, said.part(), said.problem());
        } else if (language.equals(SIMPLE)) {
            SimpleWords.neverRight(text).ifPresent(said -> findings.fault(file, node, said.part(), said.problem()));
            SimpleWords.doubts(text, predicate)
                    .forEach(said -> findings.doubt(file, node, said.part(), said.problem()));
        }
    }

    /** Which beans there are is another check's. */
    private boolean isBean(CheckedFile file, Kamelet kamelet, Node node, Refused refused) {
        Matcher bean = BEAN.matcher(refused.problem());
        if (bean.find()) {
            found.beans.add(new Named(file, kamelet, node, bean.group(1)));
            return true;
        }
        return false;
    }

    private static Said said(String language, String text, Refused refused) {
        return language.equals(SIMPLE)
                ? SimpleWords.of(text, refused)
                : new Said("", "it is no expression in " + language + ": " + refused.problem());
    }

    /** With settings, and what else is known, in place of placeholders. */
    private String resolved(String text, Map<String, String> known) {
        return Kamelets.PLACEHOLDER.matcher(text).replaceAll(each -> {
            String name = Placeholders.name(each.group(1));
            return Matcher.quoteReplacement(known.containsKey(name) ? known.get(name) : setting(name));
        });
    }

    private String setting(String name) {
        try {
            String value = settings.getProperty(name);
            return value == null || value.isBlank() || value.contains("${") ? "1" : value;
        } catch (IllegalArgumentException e) {
            return "1";
        }
    }

    /** What fits anywhere. */
    private static Map<String, String> neutral(Kamelet kamelet) {
        Map<String, String> values = new HashMap<>();
        if (kamelet != null) {
            kamelet.parameters()
                    .forEach((name, parameter) -> values.put(
                            name,
                            parameter.standard() == null || parameter.standard().isBlank()
                                    ? "1"
                                    : parameter.standard()));
        }
        return values;
    }

    /** Of a component of ours, what it evaluates. */
    private static Map<Node, String> evaluated(Endpoint endpoint) {
        Map<Node, String> texts = new HashMap<>();
        Set<String> names = EVALUATED.getOrDefault(endpoint.scheme(), Set.of());
        if (endpoint.parameters() != null && !names.isEmpty()) {
            for (NodeTuple each : endpoint.parameters().getValue()) {
                if (names.contains(Yaml.text(each.getKeyNode()))) {
                    texts.put(each.getValueNode(), Yaml.text(each.getValueNode()));
                }
            }
        }
        return texts;
    }

    private void call(Endpoint call, Kamelet kamelet) {
        for (NodeTuple each : call.parameters().getValue()) {
            String name = Yaml.text(each.getKeyNode());
            Node node = each.getValueNode();
            String value = Yaml.text(node);
            Parameter parameter = kamelet.parameters().get(name);
            if (parameter == null || findings.isRefused(node) || !value.contains("$")) {
                continue;
            }
            List<Template> uses = new ArrayList<>();
            uses(kamelet, name, "{{" + name + "}}", uses, 0);
            boolean simple = false;
            for (Template use : uses) {
                simple |= use.language().equals(SIMPLE);
                Optional<Refused> refused = languages.parse(
                        use.language(),
                        resolved(use.text().replace("{{" + name + "}}", value), neutral(kamelet)),
                        use.predicate());
                if (refused.isPresent()) {
                    if (!isBean(call.file(), null, node, refused.get())) {
                        Said said = said(use.language(), value, refused.get());
                        findings.fault(call.file(), node, said.part(), said.problem());
                    }
                    break;
                }
            }
            if (simple) {
                SimpleWords.neverRight(value)
                        .ifPresent(said -> findings.fault(call.file(), node, said.part(), said.problem()));
                SimpleWords.doubts(value, false)
                        .forEach(said -> findings.doubt(call.file(), node, said.part(), said.problem()));
            }
        }
    }

    /** All texts of a kamelet, and of those it uses, that a parameter becomes a part of. */
    private void uses(Kamelet kamelet, String parameter, String written, List<Template> uses, int depth) {
        String placeholder = "{{" + parameter + "}}";
        for (Expression each : found.expressions) {
            if (each.kamelet() == kamelet
                    && each.text().contains(placeholder)
                    && !NOT_PARSED.contains(each.language())) {
                uses.add(new Template(each.language(), each.text().replace(placeholder, written), each.predicate()));
            }
        }
        for (Endpoint each : found.endpoints) {
            if (each.kamelet() != kamelet) {
                continue;
            }
            evaluated(each).values().stream()
                    .filter(text -> text.contains(placeholder))
                    .forEach(text -> uses.add(new Template(SIMPLE, text.replace(placeholder, written), false)));
            if (each.scheme().equals("kamelet") && each.parameters() != null && depth < DEEPEST) {
                Optional<Kamelet> inner = found.kamelet(Kamelets.name(each));
                for (NodeTuple given : each.parameters().getValue()) {
                    String text = Yaml.text(given.getValueNode());
                    if (inner.isPresent() && text.contains(placeholder)) {
                        uses(
                                inner.get(),
                                Yaml.text(given.getKeyNode()),
                                text.replace(placeholder, written),
                                uses,
                                depth + 1);
                    }
                }
            }
        }
    }

    /** A variable that no step sets is nothing, without a word. Steps in Java set some too, so only what looks misspelt is told. */
    private void variables() {
        Set<String> set = new TreeSet<>();
        found.variables.forEach(each -> set.add(each.name()));
        Set<String> often = new LinkedHashSet<>(set);
        Map<String, Integer> uses = new HashMap<>();
        for (Named text : found.texts) {
            for (Matcher each = VARIABLE.matcher(text.name()); each.find(); ) {
                uses.merge(each.group(1), 1, Integer::sum);
            }
        }
        for (Named text : found.texts) {
            for (Matcher each = VARIABLE.matcher(text.name()); each.find(); ) {
                String name = each.group(1);
                if (!set.contains(name) && uses.get(name) == 1) {
                    Near.to(name, often)
                            .ifPresent(meant -> findings.doubt(
                                    text.file(),
                                    text.node(),
                                    each.group(),
                                    "no step sets the variable '" + name + "': did you mean '" + meant + "'?"));
                }
            }
        }
    }
}
