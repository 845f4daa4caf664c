package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.AllowList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/** Checks what is given to kamelets as what it becomes in them: addresses of our own components, and names that the settings have. */
final class KameletAddresses {

    private final Found found;
    private final Findings findings;
    private final Environment settings;
    private final List<KameletNames> names;

    KameletAddresses(Found found, Findings findings, Environment settings) {
        this.found = found;
        this.findings = findings;
        this.settings = settings;
        this.names = SpringFactoriesLoader.forDefaultResourceLocation(KameletAddresses.class.getClassLoader())
                .load(KameletNames.class, ArgumentResolver.of(Environment.class, settings));
    }

    void check() {
        OwnAddresses own = new OwnAddresses(findings, settings);
        AllowList allowed = new AllowList(settings);
        for (Reached each : Reached.all(found)) {
            if (!each.isRefused(findings)) {
                own.check(each);
                allowed.refusal(each.uri())
                        .ifPresent(refusal -> findings.fault(each.call().file(), each.given(), refusal));
                names.stream()
                        .filter(one -> each.scheme().equals("kamelet")
                                && each.kamelet().equals(one.kamelet()))
                        .forEach(one -> name(each, one));
            }
        }
    }

    private void name(Reached each, KameletNames known) {
        Reached.Value value = each.parameters().get(known.parameter());
        if (value == null) {
            return; // that it is missing is said
        }
        Node node = value.node() == null ? each.call().node() : value.node();
        Optional<String> name = settled(value.text());
        if (name.isPresent() && !findings.isRefused(node)) {
            known.fault(name.get())
                    .ifPresent(fault -> findings.fault(each.call().file(), node, name.get(), fault));
        }
    }

    /** Empty for what is only known while a route runs. */
    private Optional<String> settled(String text) {
        try {
            String settled = Kamelets.PLACEHOLDER.matcher(text).replaceAll(each -> {
                String value = settings.getProperty(Placeholders.name(each.group(1)));
                return java.util.regex.Matcher.quoteReplacement(value == null ? "${" : value);
            });
            return settled.contains("${") || settled.isBlank() ? Optional.empty() : Optional.of(settled);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a setting holds ${…}, which the settings' own check tells of
        }
    }
}
