package dev.aftertalk.deploy;

import dev.aftertalk.deploy.RouteFile.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Edits as people make them by mistake, one in one file each, of every file there is; the same for the same seed. */
public final class Edits {

    /** A key with or without a value, as an item of a list or not. */
    private static final Pattern KEY = Pattern.compile("^(\\s*(?:- )?)([A-Za-z][A-Za-z-]*):(\\s.*)?$");

    private static final Pattern NAME = Pattern.compile(
            "^(\\s*(?:- )?(?:uri|template|routeConfigurationId|method|ref|list|campaign): *\"?(?:[\\w-]+:)?)([A-Za-z/-]{4,})(\"?.*)$");

    /** What every kamelet that has it needs. */
    private static final Pattern NEEDED = Pattern.compile("template|to|summary|campaign");

    private static final Pattern NUMBER_OR_TIME = Pattern.compile(
            "delay|redeliveryDelay|maximumRedeliveryDelay|giveUpAfter|backOffMultiplier|maximumRedeliveries");

    /** What people read, and nothing else does. */
    private static final Pattern PROSE =
            Pattern.compile("description|title|message|note|example|icon|apiVersion|kind|reason|summary");

    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z-]{3,}");

    private static final Pattern CLASS = Pattern.compile("^(\\s*- )((?:\\w+\\.){2,}\\w+)()$");
    private static final Pattern BLOCK = Pattern.compile(".*:\\s*[|>][-+]?\\s*$");

    private final Random random;

    private Edits(long seed) {
        this.random = new Random(seed);
    }

    /** What an edit is. */
    public enum Expected {
        /** It is wrong, and the line is known. */
        REFUSED_AT_LINE,
        /** It is wrong; the file is known, not the line. */
        REFUSED,
        /** It may be wrong, or mean something else and be right. */
        EITHER
    }

    /**
     * An edit.
     *
     * @param kind what was done, in words
     * @param file that is written
     * @param bytes what it holds afterwards; null when it is not there any more
     * @param gone a file that is not there any more; null for none
     * @param line where the edit is, from 1; 0 for all of it
     */
    public record Edit(String kind, Path file, Kind of, byte[] bytes, Path gone, int line, Expected expected) {

        /** The files with this edit made. */
        public RouteSet in(RouteSet files) {
            RouteSet edited = gone == null ? files : files.without(gone);
            return bytes == null ? edited : edited.with(new RouteFile(file, of, bytes));
        }

        @Override
        public String toString() {
            return kind + " in " + file + (line > 0 ? ":" + line : "");
        }
    }

    /** All edits of all files. */
    public static List<Edit> of(RouteSet files, long seed) {
        Edits edits = new Edits(seed);
        return files.files().stream().flatMap(file -> edits.of(file).stream()).toList();
    }

    private List<Edit> of(RouteFile file) {
        List<Edit> edits = new ArrayList<>();
        whole(file, edits);
        if (file.kind() == Kind.ROUTES || file.kind() == Kind.KAMELET) {
            lines(file, edits);
        } else if (file.kind() == Kind.TEMPLATE) {
            template(file, edits);
        }
        return edits;
    }

    private void whole(RouteFile file, List<Edit> edits) {
        boolean yaml = file.kind() == Kind.ROUTES || file.kind() == Kind.KAMELET;
        byte[] bytes = file.bytes();
        edits.add(edit("emptied", file, new byte[0], Expected.REFUSED));
        edits.add(edit("half written", file, Arrays.copyOf(bytes, bytes.length / 2), Expected.EITHER));
        byte[] huge = new byte[2_000_000];
        Arrays.fill(huge, (byte) '#');
        edits.add(edit("huge", file, huge, Expected.REFUSED));
        byte[] binary = new byte[2_000];
        random.nextBytes(binary);
        binary[7] = 0;
        edits.add(edit("binary", file, binary, Expected.REFUSED));
        String text = text(file);
        edits.add(edit(
                "not in UTF-8",
                file,
                (text + (yaml ? "# \u00e9\u00e8\n" : "\u00e9")).getBytes(StandardCharsets.ISO_8859_1),
                Expected.REFUSED));
        if (file.kind() == Kind.ROUTES) {
            Path copy = file.path().resolveSibling("zz-" + file.path().getFileName());
            edits.add(new Edit("copied", copy, file.kind(), bytes, null, 0, Expected.REFUSED));
        }
        Path other = file.path().resolveSibling("my-" + file.path().getFileName());
        edits.add(new Edit(
                "renamed",
                other,
                file.kind(),
                bytes,
                file.path(),
                0,
                file.kind() == Kind.KAMELET || file.kind() == Kind.TEMPLATE ? Expected.REFUSED : Expected.EITHER));
        boolean needed = file.kind() == Kind.TEMPLATE
                || file.kind() == Kind.ROUTES
                        && text.matches("(?s).*(ledger:events|id: webhook\\n|routeConfiguration:).*");
        edits.add(new Edit(
                "deleted",
                file.path(),
                file.kind(),
                null,
                file.path(),
                0,
                needed ? Expected.REFUSED : Expected.EITHER));
    }

    private static String text(RouteFile file) {
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }

    private static Edit edit(String kind, RouteFile file, byte[] bytes, Expected expected) {
        return new Edit(kind, file.path(), file.kind(), bytes, null, 0, expected);
    }

    private static Edit edit(String kind, RouteFile file, List<String> lines, int line, Expected expected) {
        byte[] bytes = (lines.stream().collect(Collectors.joining("\n")) + "\n").getBytes(StandardCharsets.UTF_8);
        return new Edit(kind, file.path(), file.kind(), bytes, null, line, expected);
    }

    private void lines(RouteFile file, List<Edit> edits) {
        List<String> lines = text(file).lines().toList();
        int block = -1;
        String section = "";
        for (int n = 0; n < lines.size(); n++) {
            String line = lines.get(n);
            int indent = line.length() - line.stripLeading().length();
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            if (block >= 0 && indent > block) {
                continue; // in a text of several lines
            }
            block = BLOCK.matcher(line).matches() ? indent : -1;
            Matcher key = KEY.matcher(line);
            if (!key.matches()) {
                typo(file, lines, n, CLASS, "misspelt class", edits);
                continue;
            }
            if (indent <= 2) {
                section = key.group(2);
            }
            if (section.equals("annotations") || section.equals("labels")) {
                continue;
            }
            key(file, lines, n, key, edits);
        }
    }

    private void key(RouteFile file, List<String> lines, int n, Matcher key, List<Edit> edits) {
        String line = lines.get(n);
        boolean kameletTop = file.kind() == Kind.KAMELET && line.matches("\\S.*");
        if (key.group(2).length() > 2) {
            edits.add(changed(
                    "misspelt key " + key.group(2),
                    file,
                    lines,
                    n,
                    key.group(1) + misspelt(key.group(2)) + ":" + (key.group(3) == null ? "" : key.group(3)),
                    kameletTop || isOwnName(lines, n) ? Expected.REFUSED : Expected.REFUSED_AT_LINE));
        }
        if (!kameletTop && line.startsWith("  ")) {
            edits.add(changed("tab", file, lines, n, "\t" + line.stripLeading(), Expected.REFUSED_AT_LINE));
        }
        edits.add(changed("one blank more", file, lines, n, " " + line, Expected.EITHER));
        if (line.startsWith("  ")) {
            edits.add(changed("one blank less", file, lines, n, line.substring(1), Expected.EITHER));
        }
        List<String> without = new ArrayList<>(lines);
        without.remove(n);
        edits.add(edit("line deleted", file, without, n + 1, Expected.EITHER));
        if (Pattern.matches("uri|steps|expression", key.group(2))) {
            edits.add(changed(
                    "list for a text", file, lines, n, key.group(1) + key.group(2) + ": [[a]]", Expected.REFUSED));
        }
        if (Pattern.matches("oncePerConversation|disabled", key.group(2))) {
            edits.add(changed(
                    "no truth value",
                    file,
                    lines,
                    n,
                    key.group(1) + key.group(2) + ": perhaps",
                    Expected.REFUSED_AT_LINE));
        }
        if (!key.group(1).contains("-") && line.startsWith("  ")) {
            List<String> twice = new ArrayList<>(lines);
            twice.add(n, line);
            edits.add(edit("key twice", file, twice, n + 2, Expected.REFUSED_AT_LINE));
        }
        values(file, lines, n, key, edits);
        if (key.group(2).equals("parameters") && file.kind() == Kind.ROUTES) {
            List<String> more = new ArrayList<>(lines);
            more.add(n + 1, " ".repeat(key.group(1).length() + 2) + "zzUnheardOf: x");
            edits.add(edit("parameter too many", file, more, n + 2, Expected.REFUSED_AT_LINE));
        }
        typo(file, lines, n, NAME, "misspelt name", edits);
        words(file, lines, n, key, edits);
        below(file, lines, n, edits);
        if (!key.group(2).equals("example") && (line.contains("${body[") || line.contains("${variable."))) {
            String broken = line.replaceFirst(
                    "\\$\\{(body|variable)", "\\${" + misspelt("variable").replace("-", ""));
            edits.add(changed("misspelt function", file, lines, n, broken, Expected.REFUSED_AT_LINE));
            edits.add(changed(
                    "expression not closed", file, lines, n, line.replaceFirst("](\\.\\w+)?}", "]"), Expected.EITHER));
        }
        if (line.contains(" == ")) {
            edits.add(changed("single =", file, lines, n, line.replaceFirst(" == ", " = "), Expected.REFUSED_AT_LINE));
        }
        if (line.contains("{{")) {
            edits.add(changed(
                    "unknown placeholder",
                    file,
                    lines,
                    n,
                    line.replaceFirst("\\{\\{[^}]*}}", "{{no.such.setting.zz}}"),
                    Expected.REFUSED_AT_LINE));
        }
    }

    /** Each word of a value once. */
    private void words(RouteFile file, List<String> lines, int n, Matcher key, List<Edit> edits) {
        String value = key.group(3) == null ? "" : key.group(3);
        if (PROSE.matcher(key.group(2)).matches()) {
            return;
        }
        int begin = key.start(3);
        for (Matcher word = WORD.matcher(value); word.find(); ) {
            String line = lines.get(n).substring(0, begin + word.start())
                    + misspelt(word.group())
                    + value.substring(word.end());
            edits.add(changed("misspelt word", file, lines, n, line, Expected.EITHER));
        }
    }

    /** Without a key and all that stands below it. */
    private void below(RouteFile file, List<String> lines, int n, List<Edit> edits) {
        int end = n + 1;
        while (end < lines.size() && (lines.get(end).isBlank() || indent(lines.get(end)) > indent(lines.get(n)))) {
            end++;
        }
        if (end > n + 1) {
            List<String> without = new ArrayList<>(lines);
            without.subList(n, end).clear();
            edits.add(edit("key deleted", file, without, n + 1, Expected.EITHER));
        }
    }

    private static void values(RouteFile file, List<String> lines, int n, Matcher key, List<Edit> edits) {
        String value = key.group(3) == null ? "" : key.group(3).strip();
        if (NUMBER_OR_TIME.matcher(key.group(2)).matches() && !value.isEmpty()) {
            String soon = key.group(1) + key.group(2) + ": soon";
            edits.add(changed("wrong type of value", file, lines, n, soon, Expected.REFUSED_AT_LINE));
        }
        if (key.group(2).equals("loggingLevel")) {
            String other = key.group(1) + key.group(2) + ": " + value + "N";
            edits.add(changed("misspelt value", file, lines, n, other, Expected.REFUSED_AT_LINE));
        }
        if (file.kind() == Kind.ROUTES && NEEDED.matcher(key.group(2)).matches() && isParameter(lines, n)) {
            List<String> without = new ArrayList<>(lines);
            without.remove(n);
            edits.add(edit("parameter missing", file, without, 0, Expected.REFUSED));
        }
        if (file.kind() == Kind.ROUTES && key.group(2).equals("id")) {
            lines.subList(0, n).stream()
                    .filter(above -> above.strip().startsWith("id: ") && !above.equals(lines.get(n)))
                    .reduce((before, last) -> last)
                    .ifPresent(above -> edits.add(changed(
                            "id of another step",
                            file,
                            lines,
                            n,
                            key.group(1) + above.strip(),
                            // The steps of an error handling are made again for each route.
                            text(file).contains("routeConfiguration:") ? Expected.EITHER : Expected.REFUSED_AT_LINE)));
        }
    }

    private static boolean isParameter(List<String> lines, int n) {
        return parent(lines, n).equals("parameters:");
    }

    /** The name of a kamelet's parameter, which somebody may change on purpose. */
    private static boolean isOwnName(List<String> lines, int n) {
        return parent(lines, n).equals("properties:");
    }

    private static String parent(List<String> lines, int n) {
        for (int above = n - 1, indent = indent(lines.get(n)); above >= 0; above--) {
            if (!lines.get(above).isBlank() && indent(lines.get(above)) < indent) {
                return lines.get(above).strip();
            }
        }
        return "";
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private void typo(RouteFile file, List<String> lines, int n, Pattern pattern, String kind, List<Edit> edits) {
        Matcher found = pattern.matcher(lines.get(n));
        if (found.matches() && !found.group(2).matches("source|sink|mail-server")) {
            edits.add(changed(
                    kind, file, lines, n, found.group(1) + misspelt(found.group(2)) + found.group(3), Expected.EITHER));
        }
    }

    private static Edit changed(
            String kind, RouteFile file, List<String> lines, int n, String line, Expected expected) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(n, line);
        return edit(kind, file, changed, n + 1, expected);
    }

    /** Two letters swapped, one left out, one twice, or one beside the right one. */
    private String misspelt(String name) {
        int at = 1 + random.nextInt(Math.max(1, name.length() - 2));
        String typo =
                switch (random.nextInt(4)) {
                    case 0 ->
                        name.substring(0, at)
                                + name.charAt(at + 1 < name.length() ? at + 1 : at)
                                + name.charAt(at)
                                + (at + 2 <= name.length() ? name.substring(Math.min(at + 2, name.length())) : "");
                    case 1 -> name.substring(0, at) + name.substring(at + 1);
                    case 2 -> name.substring(0, at) + name.charAt(at) + name.substring(at);
                    default -> name.substring(0, at) + 'x' + name.substring(at + 1);
                };
        return typo.equals(name) ? name + name.charAt(name.length() - 1) : typo;
    }

    private void template(RouteFile file, List<Edit> edits) {
        List<String> lines = text(file).lines().toList();
        for (int n = 0; n < lines.size(); n++) {
            String line = lines.get(n);
            if (line.contains("<#if")) {
                edits.add(changed(
                        "misspelt directive",
                        file,
                        lines,
                        n,
                        line.replaceFirst("<#if", "<#fi"),
                        Expected.REFUSED_AT_LINE));
                edits.add(changed(
                        "directive not closed", file, lines, n, line.replaceFirst("</#if>", ""), Expected.REFUSED));
            }
            if (line.contains("${")) {
                edits.add(changed(
                        "expression not closed",
                        file,
                        lines,
                        n,
                        line.replaceFirst("\\$\\{([^}]*)}", "\\${$1"),
                        Expected.EITHER));
            }
            if (line.contains("<title>")) {
                edits.add(changed("no title", file, lines, n, line.replace("<title>", "<titel>"), Expected.REFUSED));
            }
        }
    }
}
