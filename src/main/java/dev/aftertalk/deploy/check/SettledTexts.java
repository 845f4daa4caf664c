package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.check.Found.Kamelet;
import dev.aftertalk.deploy.check.Found.Named;
import dev.aftertalk.deploy.check.Languages.Refused;
import dev.aftertalk.deploy.check.SimpleWords.Said;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.springframework.core.env.Environment;

/** Texts as a language gets them, with something in place of each placeholder, and what to say of one that it does not take. */
final class SettledTexts {

    private static final Pattern BEAN = Pattern.compile("No bean could be found in the registry for: (\\S+)");

    private final Found found;
    private final Environment settings;

    SettledTexts(Found found, Environment settings) {
        this.found = found;
        this.settings = settings;
    }

    /** With settings, and what else is known, in place of placeholders. */
    String settled(String text, Map<String, String> known) {
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

    /** What fits anywhere, for the placeholders of a kamelet. */
    static Map<String, String> neutral(Kamelet kamelet) {
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

    /** Whether a language misses a bean. */
    static boolean isAboutBean(Refused refused) {
        return BEAN.matcher(refused.problem()).find();
    }

    /** Whether a language misses a bean: which there are is another check's. */
    boolean isBean(CheckedFile file, Kamelet kamelet, Node node, Refused refused) {
        Matcher bean = BEAN.matcher(refused.problem());
        if (bean.find()) {
            found.beans.add(new Named(file, kamelet, node, bean.group(1)));
            return true;
        }
        return false;
    }

    static Said said(String language, String text, Refused refused) {
        return language.equals(Expressions.SIMPLE)
                ? SimpleWords.of(text, refused)
                : new Said("", "it is no expression in " + language + ": " + refused.problem());
    }
}
