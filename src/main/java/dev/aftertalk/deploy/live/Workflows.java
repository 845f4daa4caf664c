package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Tells by its text what a file is to the others, also one that can't be read as YAML. */
final class Workflows {

    private static final String ENDING = ".camel.yaml";
    private static final Set<String> ESSENTIAL = Set.of("webhook", "router", "errors");
    private static final Pattern ESSENTIAL_TEXT = Pattern.compile(
            "(?m)^[^#\\n]*(?:\\brouteConfiguration\\s*:|\\bid\\s*:\\s*[\"']?webhook\\b(?![-.])|\\bledger:(?://)?events\\b)");
    private static final Pattern WORKFLOW = Pattern.compile("(?m)^[^#\\n]*\\bledger:(?://)?workflow/([A-Za-z0-9._-]+)");

    private Workflows() {}

    /** Whether no event is taken or routed, or no failure handled, without it. */
    static boolean isEssential(RouteFile file) {
        return file.kind() == RouteFile.Kind.ROUTES
                && (ESSENTIAL.contains(stem(file))
                        || ESSENTIAL_TEXT.matcher(text(file)).find());
    }

    /** The workflows whose runs it works on, as far as can be told. */
    static Set<String> in(RouteFile file) {
        Set<String> names = new TreeSet<>();
        if (file.kind() == RouteFile.Kind.ROUTES) {
            WORKFLOW.matcher(text(file)).results().forEach(found -> names.add(found.group(1)));
            if (names.isEmpty()) {
                names.add(stem(file));
            }
        }
        return names;
    }

    /** The workflows whose runs any of these files works on. */
    static Set<String> in(RouteSet files) {
        Set<String> names = new TreeSet<>();
        files.files().forEach(file -> names.addAll(in(file)));
        return names;
    }

    /**
     * What stands for a file that is left out, when the others are looked at: its workflows are there, and do nothing.
     *
     * @param there workflows that another file has
     */
    static Optional<RouteFile> standIn(RouteFile file, Set<String> there) {
        StringBuilder yaml = new StringBuilder();
        for (String name : in(file)) {
            if (!there.contains(name)) {
                yaml.append("- route:\n    id: ").append(name).append("\n    description: Left out\n    from:\n");
                yaml.append("      uri: ledger:workflow/").append(name).append("\n      steps:\n        - to:\n");
                yaml.append("            uri: ledger:skip\n            parameters:\n              reason: Left out\n");
            }
        }
        return yaml.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RouteFile(file.path(), file.kind(), yaml.toString().getBytes(StandardCharsets.UTF_8)));
    }

    static String text(RouteFile file) {
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }

    private static String stem(RouteFile file) {
        String name = file.path().getFileName().toString();
        return name.toLowerCase(java.util.Locale.ROOT).endsWith(ENDING)
                ? name.substring(0, name.length() - ENDING.length())
                : name;
    }
}
