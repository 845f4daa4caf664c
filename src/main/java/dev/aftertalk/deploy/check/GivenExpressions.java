package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Expression;
import dev.aftertalk.deploy.check.Found.Kamelet;
import dev.aftertalk.deploy.check.Found.Parameter;
import dev.aftertalk.deploy.check.Languages.Refused;
import dev.aftertalk.deploy.check.SimpleWords.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Has what is given to a kamelet parsed as the kamelet uses it, and says what is wrong where it is given. */
final class GivenExpressions {

    private static final int DEEPEST = 5;

    private final Found found;
    private final Findings findings;
    private final SettledTexts texts;
    private final Languages languages = Languages.shipped();

    GivenExpressions(Found found, Findings findings, SettledTexts texts) {
        this.found = found;
        this.findings = findings;
        this.texts = texts;
    }

    /** A text that a language gets, with the placeholders of the kamelet it stands in. */
    private record Template(String language, String text, boolean predicate) {}

    void call(Endpoint call, Kamelet kamelet) {
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
                simple |= use.language().equals(Expressions.SIMPLE);
                Optional<Refused> refused = languages.parse(
                        use.language(),
                        texts.settled(use.text().replace("{{" + name + "}}", value), SettledTexts.neutral(kamelet)),
                        use.predicate());
                if (refused.isPresent()) {
                    if (!texts.isBean(call.file(), null, node, refused.get())) {
                        Said said = SettledTexts.said(use.language(), value, refused.get());
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
                    && !Expressions.NOT_PARSED.contains(each.language())) {
                uses.add(new Template(each.language(), each.text().replace(placeholder, written), each.predicate()));
            }
        }
        for (Endpoint each : found.endpoints) {
            if (each.kamelet() != kamelet) {
                continue;
            }
            Expressions.evaluated(each).values().stream()
                    .filter(text -> text.contains(placeholder))
                    .forEach(text ->
                            uses.add(new Template(Expressions.SIMPLE, text.replace(placeholder, written), false)));
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
}
