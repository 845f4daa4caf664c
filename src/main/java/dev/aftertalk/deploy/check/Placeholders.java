package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.check.Found.Named;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.springframework.core.env.Environment;

/** Checks that what stands between {@code {{…}}} is a setting, or in a kamelet one of its parameters. */
final class Placeholders {

    /** Take the name of a setting and say whether it is yes. */
    private static final Set<String> SWITCHES = Set.of("on", "off");

    private static final String CONFIGURED = "configured";

    /** Camel's own functions and those of ours that are written by people; what they get is theirs to read. */
    private static final Set<String> FUNCTIONS = Set.of(
            "on",
            "off",
            CONFIGURED,
            "env",
            "sys",
            "service",
            "service.name",
            "service.host",
            "service.port",
            "bean",
            "boolean");

    private final Found found;
    private final Findings findings;
    private final Environment settings;
    private final SettingNames names;

    Placeholders(Found found, Findings findings, Environment settings, SettingNames names) {
        this.found = found;
        this.findings = findings;
        this.settings = settings;
        this.names = names;
    }

    /** The name in a placeholder, without what stands around it. */
    static String name(String inside) {
        String name = inside.strip().replaceFirst("^[?!]\\s*", "").replaceFirst("\\?nested=\\w+$", "");
        int colon = name.indexOf(':');
        if (colon > 0 && SWITCHES.contains(name.substring(0, colon))) {
            name = name.substring(colon + 1);
            colon = name.indexOf(':');
        }
        return colon < 0 ? name : name.substring(0, colon);
    }

    void check() {
        for (Named text : found.texts) {
            for (Matcher each = Kamelets.PLACEHOLDER.matcher(text.name()); each.find(); ) {
                if (!findings.isRefused(text.node())) {
                    check(text, each.group(), each.group(1).strip());
                }
            }
            if (text.name().contains("{{")
                    && !Kamelets.PLACEHOLDER.matcher(text.name()).find()) {
                findings.fault(text.file(), text.node(), "{{", "the placeholder is not closed; write {{NAME}}");
            }
        }
    }

    private void check(Named text, String written, String inside) {
        boolean optional = inside.startsWith("?");
        String bare = inside.replaceFirst("^[?!]\\s*", "").replaceFirst("\\?nested=\\w+$", "");
        int colon = bare.indexOf(':');
        String function = colon < 0 ? "" : bare.substring(0, colon);
        if (function.equals(CONFIGURED)) {
            configured(text, bare.substring(colon + 1));
        } else if (SWITCHES.contains(function)) {
            known(text, written, bare.substring(colon + 1), false);
        } else if (!FUNCTIONS.contains(function) && !optional) {
            known(text, written, colon < 0 ? bare : function, colon >= 0);
        }
    }

    /** @param standard whether a default is given */
    private void known(Named text, String written, String name, boolean standard) {
        Set<String> parameters = new TreeSet<>();
        if (text.kamelet() != null) {
            parameters.addAll(text.kamelet().parameters().keySet());
            // A template's own beans are named like its parameters.
            found.declaredBeans.stream()
                    .filter(bean -> bean.kamelet() == text.kamelet())
                    .forEach(bean -> parameters.add(bean.name()));
        }
        if (parameters.contains(name) || isSet(name) || name.isBlank()) {
            return;
        }
        if (standard) {
            Near.to(name, FUNCTIONS)
                    .ifPresent(meant -> findings.fault(
                            text.file(),
                            text.node(),
                            written,
                            written + ": there is no function '" + name + "': did you mean '" + meant + "'?"));
            return;
        }
        Set<String> known = new TreeSet<>(parameters);
        known.addAll(names.given());
        known.addAll(names.ours());
        String where = text.kamelet() == null ? "" : "no parameter of the kamelet and ";
        findings.fault(
                text.file(),
                text.node(),
                written,
                written + ": " + where + "no setting has this name: "
                        + Near.meant(
                                name,
                                known,
                                "set " + name + " in application.properties, or give a default, as in {{" + name
                                        + ":10m}}"));
    }

    private boolean isSet(String name) {
        try {
            return settings.getProperty(name) != null;
        } catch (IllegalArgumentException e) {
            return true; // it holds ${…}, which the settings' own check tells of
        }
    }

    /** A name that is misspelt there is never set: the workflow would be left out for ever. */
    private void configured(Named text, String needs) {
        for (String one : needs.split(",")) {
            for (String name : one.strip().split("\\s+or\\s+")) {
                if (!name.isBlank() && !isSet(name) && !names.ours().contains(name)) {
                    Collection<String> known = names.ours();
                    Near.to(name, known)
                            .ifPresentOrElse(
                                    meant -> findings.fault(
                                            text.file(),
                                            text.node(),
                                            name,
                                            "no setting is called '" + name + "': did you mean '" + meant + "'?"),
                                    () -> findings.doubt(
                                            text.file(),
                                            text.node(),
                                            name,
                                            "the setting '" + name
                                                    + "' is not set, so the workflow is left out; set it in application.properties"));
                }
            }
        }
        if (List.of(needs.split(",")).stream().allMatch(String::isBlank)) {
            findings.fault(
                    text.file(),
                    text.node(),
                    "{{configured:}} names no setting; write for example {{configured:mail.host}}");
        }
    }
}
