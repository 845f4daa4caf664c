package dev.aftertalk.deploy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Edits as people make them on purpose, after which everything is still done once: of all files in turn, each of a kind that the file allows,
 * the same for the same seed. Each begins with the file as it was at first.
 */
public final class GoodEdits {

    private static final String STEPS = "      steps:\n";
    private static final String TEMPLATE_STEPS = "    from:\n      uri: kamelet:source\n      steps:\n";

    private final Map<String, String> files;
    private final Random random;
    private final List<String> turn = new ArrayList<>();
    private final Map<String, List<Kind>> left = new LinkedHashMap<>();
    private int number;

    /** @param files names below {@code routes/}, with the text of each */
    public GoodEdits(Map<String, String> files, long seed) {
        this.files = new LinkedHashMap<>(files);
        this.random = new Random(seed);
    }

    /** How it is saved. */
    public enum Saved {
        IN_PLACE,
        BY_RENAME,
        HALF_FIRST,
        DELETED_FIRST
    }

    /** @param seen a pattern of what shows in what runs do; empty for nothing */
    public record Edit(String kind, String file, String text, Saved saved, String seen) {
        @Override
        public String toString() {
            return kind + " in " + file + " (" + saved + ")";
        }
    }

    private record Kind(String name, String files, String seen, UnaryOperator<String> change) {}

    /** Of several files or of one. */
    public Edit next() {
        if (turn.isEmpty()) {
            turn.addAll(files.keySet());
            Collections.shuffle(turn, random);
        }
        return next(turn.remove(0));
    }

    private Edit next(String file) {
        number++;
        List<Kind> kinds = left.computeIfAbsent(file, each -> new ArrayList<>());
        String text = files.get(file);
        if (kinds.isEmpty()) {
            kinds().stream()
                    .filter(kind -> file.matches(kind.files()))
                    .filter(kind -> !kind.change().apply(text).equals(text))
                    .forEach(kinds::add);
            Collections.shuffle(kinds, random);
        }
        Kind kind = kinds.remove(0);
        Saved saved = Saved.values()[random.nextInt(Saved.values().length)];
        return new Edit(kind.name(), file, kind.change().apply(text), saved, kind.seen());
    }

    private List<Kind> kinds() {
        int n = number;
        String yaml = ".*\\.yaml";
        String workflow = "workflows/.*";
        String kamelet = "kamelets/.*";
        String mail = ".*\\.ftlh";
        String now = "v" + n;
        return List.of(
                kind("a comment at the end", yaml, text -> text + "# edit " + n + "\n"),
                kind("a comment at the beginning", yaml, text -> "# edit " + n + "\n" + text),
                kind(
                        "a comment among the steps",
                        yaml,
                        text -> text.replaceFirst("(?m)^( +)steps:$", "$0\n$1  # edit " + n)),
                kind(
                        "a blank line",
                        yaml,
                        text -> text.replaceFirst("(?m)^( +)steps:$", "$0" + "\n".repeat(1 + n % 7))),
                kind("lines' ends of Windows", yaml, text -> (text + "# edit " + n + "\n").replace("\n", "\r\n")),
                kind(
                        "a description",
                        "[^/]*|" + workflow,
                        text -> text.replaceFirst("(?m)^ +description: .*$", "$0 (" + n + ")")),
                kind("a title", kamelet, text -> text.replaceFirst("(?m)^    title: .*$", "$0 " + n)),
                kind("a parameter's example", kamelet, text -> text.replaceFirst("(?m)^( +example: \\w+)$", "$1" + n)),
                kind(
                        "a note",
                        workflow,
                        text -> text.replaceFirst("(?m)^    description: .*$", "$0\n    note: edit " + n)),
                kind("a log step", workflow + "|router.*", text -> first(text, STEPS, log(8, n))),
                kind("a log step in a kamelet", kamelet, text -> first(text, TEMPLATE_STEPS, log(8, n))),
                kind("a variable", workflow, text -> first(text, STEPS, variable(n))),
                kind("text of a reason", workflow, text -> text.replace("reason: \"no ", "reason: \"" + n + ": no ")),
                kind(
                        "the summary of a ticket",
                        ".*/jira-ticket-on-request.*",
                        text -> text.replace("Ticket asked for", "Ticket " + n + " asked for")),
                kind(
                        "labels",
                        ".*/jira-ticket-(on|for)-.*",
                        text -> text.replace("labels: aftertalk", "labels: \"aftertalk,edit-" + n + "\"")),
                kind("how many at once", workflow, text -> concurrency(text, 4 + n % 9)),
                kind(
                        "another delay",
                        "router.*",
                        text -> text.replace("\"{{satisfaction.settle-time}}\"", 3 + n % 4 + "s")),
                kind(
                        "another delay of the survey",
                        "router.*",
                        text -> text.replace("\"{{survey.delay}}\"", 2000 + n + "ms")),
                kind(
                        "a condition",
                        "router.*",
                        text -> text.replace(
                                "== 'visitor.updated'\"",
                                "== 'visitor.updated' || ${body[eventType]} == 'visitor.updated." + n + "'\"")),
                kind(
                        "another delay between attempts",
                        "errors.*",
                        text -> text.replace(
                                "maximumRedeliveryDelay: 15m", "maximumRedeliveryDelay: " + (10 + n % 9) + "m")),
                kind(
                        "a growing delay",
                        "errors.*",
                        text -> text.replace("backOffMultiplier: 2", "backOffMultiplier: 1." + (1 + n % 9))),
                new Kind(
                        "the cause of dead runs",
                        "errors.*",
                        "dead " + now,
                        text -> text.replace(
                                "                uri: ledger:dead\n",
                                "                uri: ledger:dead\n                parameters:\n                  reason: "
                                        + now + "\n")),
                new Kind(
                        "what a run ends with",
                        ".*/probe\\.camel\\.yaml",
                        "skipped " + now + " .*",
                        text -> text.replace("w1 ", now + " ")),
                new Kind(
                        "text in a kamelet",
                        ".*/probe-action.*",
                        "skipped \\S+ " + now,
                        text -> text.replace("\"k1\"", now)),
                new Kind(
                        "a parameter's default",
                        ".*/probe-action.*",
                        "skipped \\S+ " + now,
                        text -> withDefault(text, now)),
                new Kind(
                        "the subject",
                        ".*/thank-you.ftlh",
                        "subject " + now,
                        text -> text.replace("<title>", "<title>" + now + " ")),
                kind("the subject", mail, text -> text.replace("<title>", "<title>" + now + " ")),
                kind("a comment in a mail", mail, text -> text + "<#-- " + now + " -->\n"),
                kind("a paragraph", mail, text -> text.replace("</main>", "<p>" + now + "</p></main>")),
                kind("a colour", mail, text -> text.replace("#3057d5", "#%06x".formatted(n % 0xffffff))),
                kind("a sample", ".*\\.json", text -> text.replace("\"Nantes\"", "\"Nantes " + n + "\"")),
                kind("the layout of a sample", ".*\\.json", text -> text + " ".repeat(1 + n % 60) + "\n"));
    }

    private static Kind kind(String name, String files, UnaryOperator<String> change) {
        return new Kind(name, files, "", change);
    }

    private static String first(String text, String behind, String added) {
        int at = text.indexOf(behind);
        return at < 0 ? text : text.substring(0, at + behind.length()) + added + text.substring(at + behind.length());
    }

    private static String log(int indent, int n) {
        return """
                - log:
                    loggingLevel: DEBUG
                    message: "edit %d"
                """
                .formatted(n)
                .indent(indent);
    }

    private static String variable(int n) {
        return """
                - setVariable:
                    name: edit
                    expression:
                      constant:
                        expression: "%d"
                """
                .formatted(n)
                .indent(8);
    }

    /** Of the ledger's consumer. */
    private static String concurrency(String text, int many) {
        return text.contains("concurrency:")
                ? text.replaceFirst("concurrency: \\d+", "concurrency: " + many)
                : Pattern.compile("(?m)^      uri: ledger:workflow/.*$")
                                                .matcher(text)
                                                .results()
                                                .count()
                                        == 1
                                && !text.contains("      parameters:\n        oncePer")
                        ? text.replaceFirst(
                                "(?m)^      uri: ledger:workflow/.*$",
                                "$0\n      parameters:\n        concurrency: " + many)
                        : text.replaceFirst("oncePerConversation: true", "$0\n        concurrency: " + many);
    }

    private static String withDefault(String text, String word) {
        String property =
                "properties:\n      word:\n        title: Word\n        description: What it says.\n        type: string\n        default: "
                        + word + "\n";
        return text.replace("properties: {}\n", property).replace("\"k1\"", "\"{{word}}\"");
    }

    /** As many as there are files, each of another file, as after a pull of a repository. */
    public List<Edit> pull(int howMany) {
        List<Edit> edits = new ArrayList<>();
        IntStream.range(0, howMany * 3).mapToObj(n -> next()).forEach(edit -> {
            boolean other = edits.stream().noneMatch(each -> each.file().equals(edit.file()));
            if (edits.size() < howMany && other && edit.seen().isEmpty()) {
                edits.add(edit);
            }
        });
        return edits;
    }
}
