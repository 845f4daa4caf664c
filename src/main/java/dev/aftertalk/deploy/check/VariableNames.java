package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.check.Found.Named;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells of variables that no step sets, and that look misspelt. */
final class VariableNames {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{variable\\.([A-Za-z_][\\w-]*)");

    private final Found found;
    private final Findings findings;

    VariableNames(Found found, Findings findings) {
        this.found = found;
        this.findings = findings;
    }

    /** A variable that no step sets is nothing, without a word. Steps in Java set some too, so only what looks misspelt is told. */
    void check() {
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
