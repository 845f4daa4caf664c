package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.AllowList;
import dev.aftertalk.deploy.DynamicAddress;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Named;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;
import org.springframework.core.env.Environment;

/** Checks addresses against what their components say of themselves, and against what may be used at all. */
final class Endpoints {

    private static final Set<String> OPERATIONS =
            Set.of("accept", "check", "events", "start", "workflow", "retry", "dead", "skip", "intent");
    private static final Set<String> OWN = Set.of("kamelet", "ledger", "iadvize", "jira-issue");

    private final Found found;
    private final Findings findings;
    private final AllowList allowed;
    private final Environment settings;
    private final KnownBeans beans;
    private final EndpointOptions options;
    private final Components components = Components.shipped();
    private final LedgerAddresses ledger = Languages.shipped().ledger();

    Endpoints(Found found, Findings findings, Environment settings, KnownBeans beans) {
        this.found = found;
        this.findings = findings;
        this.settings = settings;
        this.beans = beans;
        this.allowed = new AllowList(settings);
        this.options = new EndpointOptions(findings);
    }

    void check() {
        for (Named each : found.languages) {
            allowed.refusalOfLanguage(each.name())
                    .ifPresent(refusal -> findings.fault(each.file(), each.node(), refusal));
        }
        for (Named each : found.classes) {
            allowed.refusalOfClass(each.name().replaceFirst("^#class:", ""))
                    .ifPresent(refusal -> findings.fault(each.file(), each.node(), refusal));
        }
        for (Found.Expression each : found.expressions) {
            if (!allowed.isAnyHost() && each.name().equalsIgnoreCase("CamelHttpUri")) {
                findings.fault(
                        each.file(),
                        each.node(),
                        "the header CamelHttpUri would lead to any host, which routes.allowed-hosts does not allow; write the address"
                                + " into toD:");
            }
        }
        for (Endpoint each : found.endpoints) {
            if (!findings.isRefused(each.node())) {
                endpoint(each);
            }
        }
    }

    private void endpoint(Endpoint each) {
        String scheme = each.scheme();
        boolean open =
                scheme.isEmpty() || each.uri().startsWith("{{") || each.uri().startsWith("${");
        if (open) {
            return;
        }
        if (scheme.contains("{{") || scheme.contains("${")) {
            return;
        }
        if (!components.isThere(scheme) && !beans.names().contains(scheme)) {
            unknown(each, scheme);
            return;
        }
        Optional<String> refusal = allowed.refusal(each.uri());
        if (refusal.isPresent()) {
            findings.fault(each.file(), each.node(), refusal.get());
            return;
        }
        if (each.constant()
                && Address.of(each.uri()).path().contains("${")
                && !scheme.equals("language")
                && !scheme.equals("bean")) {
            findings.fault(
                    each.file(),
                    each.node(),
                    "${",
                    "'" + each.step() + "' does not evaluate the ${…} in its address; write toD: in place of it");
            return;
        }
        references(each);
        if (!scheme.equals("kamelet")) {
            components.model(scheme).ifPresent(model -> options.check(each, model));
        }
        if (scheme.equals("ledger")) {
            ledger(each);
        }
        dynamic(each);
    }

    private void unknown(Endpoint each, String scheme) {
        Set<String> known = new TreeSet<>(components.names());
        Optional<String> near = components.isOfCamel(scheme) ? Optional.empty() : Near.to(scheme, known);
        String problem = near.map(meant -> "there is no component '" + scheme + "': did you mean '" + meant + "'?")
                .orElseGet(() -> components.isOfCamel(scheme)
                        ? "the component '" + scheme
                                + "' of Camel is not in Aftertalk's jar; fetch it into lib/: java -jar aftertalk.jar add-component "
                                + components.library(scheme)
                        : "there is no component '" + scheme + "'; there are " + String.join(", ", known));
        findings.fault(each.file(), each.node(), scheme, problem);
    }

    /** Objects that the address has made. */
    private void references(Endpoint each) {
        EndpointOptions.given(each).forEach((name, node) -> {
            String value = Yaml.text(node);
            if (value.startsWith("#class:") || value.startsWith("#type:")) {
                allowed.refusalOfClass(value.substring(value.indexOf(':') + 1))
                        .ifPresent(refusal -> findings.fault(each.file(), node, refusal));
            }
        });
    }

    /** By the component itself, which knows what belongs to which of its operations. */
    private void ledger(Endpoint each) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        Address.of(each.uri())
                .parameters()
                .forEach(one -> parameters.put(
                        one.split("=", 2)[0],
                        resolved(one.contains("=") ? one.substring(one.indexOf('=') + 1) : "", "1s")));
        if (EndpointOptions.given(each).values().stream().anyMatch(findings::isRefused)
                || each.parameters() != null
                        && each.parameters().getValue().stream()
                                .anyMatch(one -> findings.isRefused(one.getKeyNode()))) {
            return;
        }
        EndpointOptions.given(each)
                .forEach((name, node) -> parameters.put(name, resolved(Yaml.text(node), standard(name))));
        String path = resolved(each.path(), "x");
        ledger.fault(path, parameters, each.isConsumer()).ifPresent(fault -> {
            Node at = EndpointOptions.given(each).entrySet().stream()
                    .filter(one -> fault.contains(one.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(each.node());
            String operation = path.split("/", 2)[0];
            Optional<String> near =
                    fault.startsWith("There is no ledger:") ? Near.to(operation, OPERATIONS) : Optional.empty();
            findings.fault(
                    each.file(),
                    at,
                    near.isPresent() ? operation : "",
                    near.map(meant -> "there is no ledger:" + operation + ": did you mean 'ledger:" + meant + "'?")
                            .orElse(fault.replaceFirst("\\.$", "")));
        });
    }

    private static String standard(String name) {
        return switch (name) {
            case "concurrency", "backOffMultiplier", "maximumRedeliveries" -> "2";
            case "oncePerConversation" -> "true";
            default -> "1s";
        };
    }

    private String resolved(String text, String standard) {
        return Kamelets.PLACEHOLDER.matcher(text).replaceAll(each -> {
            String name = Placeholders.name(each.group(1));
            String value = null;
            try {
                value = settings.getProperty(name);
            } catch (IllegalArgumentException e) {
                // it holds ${…} that is not set, which the settings' own check tells of
            }
            return java.util.regex.Matcher.quoteReplacement(value == null || value.isBlank() ? standard : value);
        });
    }

    private void dynamic(Endpoint each) {
        if (each.step().equals("toD")
                || each.step().equals("wireTap")
                || each.step().equals("poll")) {
            StringBuilder uri = new StringBuilder(each.uri());
            EndpointOptions.given(each).forEach((name, node) -> uri.append(uri.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(Yaml.text(node).replace("&", "%26")));
            DynamicAddress.fault(Languages.shipped().context(), uri.toString())
                    .ifPresent(fault -> findings.fault(each.file(), each.node(), fault));
        } else if (!OWN.contains(each.scheme())
                && !Set.of("bean", "log", "language", "freemarker").contains(each.scheme())) {
            EndpointOptions.given(each).forEach((name, node) -> {
                if (Yaml.text(node).contains("${") && each.constant() && !each.isConsumer()) {
                    findings.doubt(
                            each.file(),
                            node,
                            "${",
                            "'" + each.step()
                                    + "' does not evaluate the ${…} in its parameters; write toD: in place of it");
                }
            });
        }
    }
}
