package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Expression;
import dev.aftertalk.deploy.check.Found.Kamelet;
import dev.aftertalk.deploy.check.Found.Named;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.tooling.model.ComponentModel;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds secrets that are written out: route files are shared, shown and kept in version control. */
final class WrittenSecrets {

    private static final Pattern NAME = Pattern.compile(
            "(?i).*(password|passwd|passphrase|secret|api-?_?key|access-?_?key|private-?_?key|(access|auth|api|bearer|refresh)-?_?token|credential)s?");

    private static final Pattern HEADER =
            Pattern.compile("(?i)(proxy-)?authorization|x-(api-key|auth-token|access-token)|api-?key|cookie");

    private static final Pattern IN_ADDRESS = Pattern.compile("^[\\w-]+:(//)?[^/@?{}$:]+:([^/@?{}$]+)@.*");

    private static final String INSTEAD =
            "; put it into a setting of your own and write {{my.setting}} here, with the setting in application.properties or an environment variable";

    private final Found found;
    private final Findings findings;

    WrittenSecrets(Found found, Findings findings) {
        this.found = found;
        this.findings = findings;
    }

    void check() {
        for (Endpoint each : found.endpoints) {
            Optional<ComponentModel> model = each.scheme().equals("kamelet")
                    ? Optional.empty()
                    : Components.shipped().model(each.scheme());
            for (String parameter : Address.of(each.uri()).parameters()) {
                String[] parts = parameter.split("=", 2);
                option(each, model, parts[0], parts.length > 1 ? parts[1] : "", each.node());
            }
            if (each.parameters() != null) {
                for (NodeTuple entry : each.parameters().getValue()) {
                    option(
                            each,
                            model,
                            Yaml.text(entry.getKeyNode()),
                            Yaml.text(entry.getValueNode()),
                            entry.getValueNode());
                }
            }
            if (IN_ADDRESS.matcher(each.uri()).matches() && !findings.isRefused(each.node())) {
                findings.fault(each.file(), each.node(), "a password is written out in this address" + INSTEAD);
            }
        }
        for (Expression each : found.expressions) {
            boolean secret = HEADER.matcher(each.name()).matches()
                    || NAME.matcher(each.name()).matches();
            if (secret && isWritten(each.text()) && !findings.isRefused(each.node())) {
                findings.fault(each.file(), each.node(), "'" + each.name() + "' is written out" + INSTEAD);
            }
        }
        keys();
        standards();
    }

    /** Any key, such as a property of a bean or an option of a data format. */
    private void keys() {
        for (Named each : found.keyed) {
            if (NAME.matcher(each.name()).matches()
                    && isWritten(Yaml.text(each.node()))
                    && !findings.isRefused(each.node())) {
                findings.fault(each.file(), each.node(), isSecret(each.name()));
            }
        }
    }

    /** What a kamelet takes where nothing is given to it. */
    private void standards() {
        for (Kamelet kamelet : found.kamelets.values()) {
            kamelet.parameters().forEach((name, parameter) -> {
                boolean secret = parameter.secret() || NAME.matcher(name).matches();
                if (secret && parameter.standard() != null && isWritten(parameter.standard())) {
                    findings.fault(kamelet.file(), parameter.key(), isSecret(name));
                }
            });
        }
    }

    private static String isSecret(String name) {
        return "'" + name + "' is a secret and is written out" + INSTEAD;
    }

    private void option(Endpoint each, Optional<ComponentModel> model, String name, String value, Node node) {
        boolean declared = model.stream()
                .flatMap(one -> one.getEndpointOptions().stream())
                .anyMatch(option -> option.getName().equals(name) && option.isSecret());
        boolean parameter = each.scheme().equals("kamelet")
                && found.kamelet(Kamelets.name(each))
                        .map(kamelet -> kamelet.parameters().get(name))
                        .filter(one -> one != null && one.secret())
                        .isPresent();
        if ((declared || parameter || NAME.matcher(name).matches()) && isWritten(value) && !findings.isRefused(node)) {
            findings.fault(each.file(), node, isSecret(name));
        }
    }

    /** Not a setting, an expression, a reference or nothing. */
    private static boolean isWritten(String value) {
        String text = value.strip();
        return !text.isEmpty()
                && !text.contains("{{")
                && !text.contains("${")
                && !text.startsWith("#")
                && !text.matches("(?i)true|false|none|\\d{1,4}");
    }
}
