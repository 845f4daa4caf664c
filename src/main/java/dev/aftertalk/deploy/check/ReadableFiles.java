package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFile.Kind;
import dev.aftertalk.text.SavedText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Looks at a file before Camel reads it, with the parser that Camel uses. Camel takes what is not in UTF-8 for question marks, and a
 * file that is no list for one without routes, without a word in either case.
 */
final class ReadableFiles {

    static final String KAMELET = ".kamelet.yaml";

    /** Far beyond what people write; Camel's parser has bounds too. */
    private static final int LARGEST = 1024 * 1024;

    /** What web pages and word processors put for blanks: to YAML it is a letter. */
    private static final Pattern NO_BREAK_INDENT = Pattern.compile("^[ \\t-]*[\\u00a0\\u202f\\u3000].*");

    private static final Pattern TAB_INDENT = Pattern.compile("^[ -]*\\t.*\\S.*");

    /** A value that begins with a quotation mark which its line does not have again. */
    private static final Pattern OPENED = Pattern.compile("^[^#\"']*[:-]\\s+([\"'])(?!.*\\1)");

    private static final Pattern STEM_WITH_DOT =
            Pattern.compile(".+\\..+\\.(camel|kamelet)\\.ya?ml", Pattern.CASE_INSENSITIVE);

    private static final Pattern YAML = Pattern.compile(".*\\.ya?ml(\\.txt)?$", Pattern.CASE_INSENSITIVE);

    private final Findings findings;

    ReadableFiles(Findings findings) {
        this.findings = findings;
    }

    /** The file, when it can be read; of one that can't be even by the system somebody else says so. */
    Optional<CheckedFile> read(RouteFile file) {
        if (!file.isRead()) {
            return Optional.empty();
        }
        Path path = file.path();
        boolean kamelet = file.kind() == Kind.KAMELET;
        boolean yaml = kamelet || file.kind() == Kind.ROUTES;
        String name = path.getFileName().toString();
        if (yaml && !named(path, name, kamelet)) {
            return Optional.empty();
        }
        if (file.bytes().length > LARGEST) {
            findings.fault(
                    path, 0, 0, "it is larger than 1 MB, which no such file is; put the right file in its place");
            return Optional.empty();
        }
        String text;
        try {
            text = SavedText.read(file.bytes(), StandardCharsets.UTF_8);
            if (kamelet && SavedText.of(file.bytes(), StandardCharsets.UTF_8).encoding() != StandardCharsets.UTF_8) {
                findings.fault(
                        path, 0, 0, "a kamelet must be written in UTF-8; save it so"); // Camel reads it by itself
                return Optional.empty();
            }
        } catch (SavedText.NotReadable e) {
            findings.fault(path, 0, 0, e.getMessage());
            return Optional.empty();
        }
        if (!yaml) {
            return Optional.of(new CheckedFile(file, text, null));
        }
        return YAML.matcher(name).matches() ? parsed(file, text, kamelet) : Optional.empty();
    }

    private boolean named(Path path, String name, boolean kamelet) {
        if (kamelet && !name.endsWith(KAMELET)) {
            findings.fault(path, 0, 0, "its name must end with " + KAMELET + ", in small letters");
        } else if (STEM_WITH_DOT.matcher(name).matches()) {
            findings.fault(
                    path,
                    0,
                    0,
                    "a name must not have a dot before " + (kamelet ? KAMELET : ".camel.yaml")
                            + ": Camel would take what follows for the ending");
        } else {
            return true;
        }
        return false;
    }

    private Optional<CheckedFile> parsed(RouteFile file, String text, boolean kamelet) {
        Path path = file.path();
        List<String> lines = text.lines().toList();
        int noBreak = first(lines, NO_BREAK_INDENT, lines.size());
        if (noBreak > 0) {
            findings.fault(
                    path,
                    noBreak,
                    0,
                    "the line begins with no-break spaces, as web pages have them; write ordinary ones");
            return Optional.empty();
        }
        Node root;
        try {
            root = Yaml.read(text);
        } catch (MarkedYamlEngineException e) {
            notYaml(path, lines, e);
            return Optional.empty();
        } catch (YamlEngineException | StackOverflowError e) {
            String why = e instanceof StackOverflowError ? "too much stands within one another" : e.getMessage();
            findings.fault(
                    path, 0, 0, "it is no YAML: " + why.lines().findFirst().orElse(""));
            return Optional.empty();
        }
        CheckedFile checked = new CheckedFile(file, text, root);
        return (kamelet ? isKamelet(checked) : isRoutes(checked)) ? Optional.of(checked) : Optional.empty();
    }

    /** From 1; 0 for none. */
    private static int first(List<String> lines, Pattern pattern, int end) {
        for (int n = 0; n < Math.min(end, lines.size()); n++) {
            if (pattern.matcher(lines.get(n)).matches()) {
                return n + 1;
            }
        }
        return 0;
    }

    /** In the words of whoever wrote it, where the parser has others. */
    private void notYaml(Path path, List<String> lines, MarkedYamlEngineException e) {
        Optional<Mark> mark = e.getProblemMark();
        int line = mark.map(Mark::getLine).orElse(-1) + 1;
        int column = mark.map(Mark::getColumn).orElse(-1) + 1;
        int tab = first(lines, TAB_INDENT, line);
        String problem = String.valueOf(e.getProblem());
        String context = String.valueOf(e.getContext());
        if (tab > 0) {
            findings.fault(
                    path,
                    tab,
                    lines.get(tab - 1).indexOf('\t') + 1,
                    "the line is indented with a tab, which YAML does not take; write blanks, two for each level");
            return;
        }
        if (problem.contains("unexpected end of stream") && e.getContextMark().isPresent()) {
            Mark start = e.getContextMark().get();
            findings.fault(
                    path,
                    start.getLine() + 1,
                    start.getColumn() + 1,
                    "a quotation mark is opened here and never closed");
            return;
        }
        if (context.contains("flow") && e.getContextMark().isPresent()) {
            Mark start = e.getContextMark().get();
            findings.fault(
                    path,
                    start.getLine() + 1,
                    start.getColumn() + 1,
                    "a '{' or '[' is opened here and not closed, or a ',' is missing behind it");
            return;
        }
        for (int n = Math.min(line, lines.size()); n > Math.max(0, line - 3) && n > 0; n--) {
            Matcher opened = OPENED.matcher(lines.get(n - 1));
            if (opened.find()) {
                findings.fault(
                        path, n, opened.start(1) + 1, "a quotation mark is opened here and not closed in its line");
                return;
            }
        }
        findings.fault(path, line, column, plain(problem));
    }

    private static String plain(String problem) {
        if (problem.contains("mapping values are not allowed")) {
            return "a ':' can't stand here: indent the line as those it belongs to, or put \"quotes\" around a text with ': ' in it";
        }
        if (problem.contains("could not find expected ':'")) {
            return "the ':' behind a key is missing in this line or the one above it; write key: value";
        }
        if (problem.contains("expected <block end>") || problem.contains("expected ',' or")) {
            return "the line is indented otherwise than those it belongs to, or stands behind a quoted text; give it the same number of blanks";
        }
        if (problem.contains("cannot start any token")) {
            return "it is no YAML: a text can't begin with this character; put \"quotes\" around it";
        }
        if (problem.contains("another document")) {
            return "only one document may stand in a file; take the line --- away";
        }
        if (problem.contains("undefined alias")) {
            return "a text that begins with * is a reference to YAML; put \"quotes\" around it";
        }
        return "it is no YAML: " + problem;
    }

    private boolean isRoutes(CheckedFile file) {
        Node root = file.root();
        if (root == null) {
            findings.fault(file.path(), 0, 0, "nothing stands in it; delete it, or give it another ending");
            return false;
        }
        if (root instanceof SequenceNode || root instanceof MappingNode && Yaml.value(root, "apiVersion") != null) {
            return true;
        }
        findings.fault(
                file.path(),
                0,
                0,
                "it must be a list: it begins with \"- route:\", and what belongs to that is indented");
        return false;
    }

    private boolean isKamelet(CheckedFile file) {
        Node root = file.root();
        Node kind = Yaml.value(root, "kind");
        if (!(kind instanceof ScalarNode) || !Yaml.text(kind).equals("Kamelet")) {
            String problem = "it is no kamelet: it must say \"kind: Kamelet\"";
            if (kind == null) {
                findings.fault(file.path(), 0, 0, problem);
            } else {
                findings.fault(file, kind, problem);
            }
            return false;
        }
        String stem = stem(file.path());
        Node name = Yaml.at(root, "metadata", "name");
        if (!stem.equals(Yaml.text(name))) {
            String problem = "its metadata must say \"name: " + stem + "\", as its file is called";
            Node metadata = Yaml.value(root, "metadata");
            if (name == null && metadata != null) {
                findings.fault(file, misspelt(metadata, "name"), problem);
            } else if (name == null) {
                findings.fault(file.path(), 0, 0, problem);
            } else {
                findings.fault(file, name, problem);
            }
            return false;
        }
        return true;
    }

    /** The key that was probably meant, or all of it. */
    private static Node misspelt(Node node, String key) {
        return node instanceof MappingNode map
                ? map.getValue().stream()
                        .map(NodeTuple::getKeyNode)
                        .filter(each -> Near.to(Yaml.text(each), List.of(key)).isPresent())
                        .findFirst()
                        .orElse(node)
                : node;
    }

    private static String stem(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return path.getFileName().toString().substring(0, name.length() - KAMELET.length());
    }
}
