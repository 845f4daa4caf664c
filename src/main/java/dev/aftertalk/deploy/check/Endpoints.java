package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.Address;
import dev.aftertalk.deploy.AllowList;
import dev.aftertalk.deploy.DynamicAddress;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Named;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.env.Environment;

/** Checks addresses against what their components say of themselves, and against what may be used at all. */
final class Endpoints {

    /** Headers that lead an HTTP call elsewhere. */
    private static final Set<String> LEADING = Set.of("camelhttpuri", "camelresthttpuri");

    private static final Set<String> OWN = Set.of("kamelet", "ledger", "iadvize", "jira-issue");

    private final Found found;
    private final Findings findings;
    private final AllowList allowed;
    private final KnownBeans beans;
    private final EndpointOptions options;
    private final OwnAddresses own;
    private final Components components = Components.shipped();

    Endpoints(Found found, Findings findings, Environment settings, KnownBeans beans) {
        this.found = found;
        this.findings = findings;
        this.beans = beans;
        this.allowed = new AllowList(settings);
        this.options = new EndpointOptions(findings);
        this.own = new OwnAddresses(findings, settings);
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
            if (each.text().startsWith("resource:")) {
                allowed.refusalOfResource(each.text().substring("resource:".length()))
                        .ifPresent(refusal -> findings.fault(each.file(), each.node(), refusal));
            }
            if (!allowed.hosts().areAll() && LEADING.contains(each.name().toLowerCase(Locale.ROOT))) {
                findings.fault(
                        each.file(),
                        each.node(),
                        "the header " + each.name()
                                + " would lead to any host, which routes.allowed-hosts does not allow; write the address"
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
        Optional<String> refusal = allowed.refusal(whole(each));
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
        if (!findings.isRefused(each.node())) {
            own.check(each);
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
                                + components.library(scheme) + ", then restart"
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

    /** With what stands below {@code parameters}. */
    private static String whole(Endpoint each) {
        StringBuilder uri = new StringBuilder(each.uri());
        EndpointOptions.given(each).forEach((name, node) -> uri.append(uri.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(Yaml.text(node).replace("&", "%26")));
        return uri.toString();
    }

    private void dynamic(Endpoint each) {
        if (each.step().equals("toD")
                || each.step().equals("wireTap")
                || each.step().equals("poll")) {
            DynamicAddress.fault(Languages.shipped().context(), whole(each))
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
