package dev.aftertalk.deploy.check;

import dev.aftertalk.connectors.FieldMapping;
import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.RouteSteps;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Expression;
import dev.aftertalk.deploy.check.Found.Kamelet;
import dev.aftertalk.deploy.check.Languages.Refused;
import dev.aftertalk.deploy.check.SimpleWords.Said;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.springframework.core.env.Environment;

/** Has each expression parsed by its language, at the place where somebody wrote it. */
final class Expressions {

    static final String SIMPLE = "simple";

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
    static final Set<String> NOT_PARSED = Set.of(
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

    /** Their text is the name of what they give. */
    private static final Set<String> BY_NAME = Set.of("header", "variable", "exchangeProperty");

    private static final Set<String> LISTS = Set.of("recipientList", "routingSlip", "dynamicRouter");

    private final Found found;
    private final Findings findings;
    private final SettledTexts texts;
    private final GivenExpressions given;
    private final Languages languages = Languages.shipped();

    Expressions(Found found, Findings findings, Environment settings) {
        this.found = found;
        this.findings = findings;
        this.texts = new SettledTexts(found, settings);
        this.given = new GivenExpressions(found, findings, texts);
    }

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
                found.kamelet(Kamelets.name(each)).ifPresent(kamelet -> given.call(each, kamelet));
            }
        }
        found.beanCalls.forEach(this::arguments);
        new VariableNames(found, findings).check();
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
        if (each.text().isBlank() && (each.predicate() || BY_NAME.contains(each.language()))) {
            findings.fault(each.file(), each.node(), SimpleWords.nothing(each.language()));
            return;
        }
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
            if (refused.isPresent() && !SettledTexts.isAboutBean(refused.get())) {
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
        String resolved = texts.settled(text, SettledTexts.neutral(kamelet));
        Optional<Refused> refused = languages.parse(language, resolved, predicate);
        if (refused.isPresent() && !texts.isBean(file, kamelet, node, refused.get())) {
            Said said = SettledTexts.said(language, resolved, refused.get());
            findings.fault(file, node, said.part(), said.problem());
        } else if (language.equals(SIMPLE)) {
            SimpleWords.neverRight(text).ifPresent(said -> findings.fault(file, node, said.part(), said.problem()));
            SimpleWords.doubts(text, predicate)
                    .forEach(said -> findings.doubt(file, node, said.part(), said.problem()));
            if (predicate) {
                WholeNumbers.doubts(text, whole())
                        .forEach(said -> findings.doubt(file, node, said.part(), said.problem()));
            }
        }
    }

    /** The variables that are set to whole numbers, and to nothing else. */
    private Set<String> whole() {
        Map<String, Boolean> variables = new HashMap<>();
        for (Expression each : found.expressions) {
            if (!each.variable().isEmpty()) {
                variables.merge(
                        each.variable(),
                        each.language().equals("constant")
                                && each.text().strip().matches("[+-]?\\d+"),
                        Boolean::logicalAnd);
            }
        }
        variables.values().removeIf(isWhole -> !isWhole);
        return variables.keySet();
    }

    /** Of a component of ours, what it evaluates. */
    static Map<Node, String> evaluated(Endpoint endpoint) {
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
}
