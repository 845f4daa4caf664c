package dev.aftertalk.deploy.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.mail.TemplateCheck;
import dev.aftertalk.connectors.mail.TemplateCheck.Fault;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFile.Kind;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Found.Endpoint;
import dev.aftertalk.deploy.check.Found.Kamelet;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Checks mail templates: that those which workflows name are there, that FreeMarker reads them, and that samples have what they use. */
final class Templates {

    private static final String SAMPLE = ".sample.json";
    private static final Set<String> KEYS = Set.of("subject", "body", "variable");
    private static final Pattern NAMED = Pattern.compile(".*\\.ftlh?", Pattern.CASE_INSENSITIVE);
    private static final Pattern RESEND =
            Pattern.compile("<meta\\s+name=[\"']resend[\"']\\s+content=[\"']([^\"'$]*)[\"']", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNKNOWN_DIRECTIVE = Pattern.compile("Unknown directive: #(\\w+)");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final RouteSet files;
    private final Path folder;
    private final Found found;
    private final Findings findings;
    private final Map<String, RouteFile> templates = new TreeMap<>();
    private final Map<Path, Map<String, Object>> samples = new LinkedHashMap<>();

    /** @param folder of the templates */
    Templates(RouteSet files, Path folder, Found found, Findings findings) {
        this.files = files;
        this.folder = folder;
        this.found = found;
        this.findings = findings;
    }

    void check() {
        ReadableFiles reader = new ReadableFiles(findings);
        Map<String, byte[]> bytes = new HashMap<>();
        Map<String, CheckedFile> readable = new TreeMap<>();
        for (RouteFile file : files.files()) {
            String name = name(file.path());
            if (file.kind() == Kind.TEMPLATE && NAMED.matcher(name).matches()) {
                templates.put(name, file);
                reader.read(file).ifPresent(read -> readable.put(name, read));
                bytes.put(name, file.bytes());
            } else if (file.kind() == Kind.SAMPLE) {
                reader.read(file).ifPresent(this::sample);
            }
        }
        TemplateCheck check = new TemplateCheck(bytes);
        readable.forEach((name, file) -> template(check, name, file));
        uses();
    }

    private String name(Path file) {
        return folder.toAbsolutePath()
                .normalize()
                .relativize(file.toAbsolutePath().normalize())
                .toString()
                .replace(File.separatorChar, '/');
    }

    @SuppressWarnings("unchecked")
    private void sample(CheckedFile file) {
        try {
            Object data = JSON.readValue(file.text(), Object.class);
            if (data instanceof Map<?, ?> map) {
                samples.put(file.path(), (Map<String, Object>) map);
                map.keySet().stream()
                        .map(String::valueOf)
                        .filter(key -> !KEYS.contains(key))
                        .forEach(key -> Near.to(key, KEYS).ifPresent(meant -> unknown(file, key, meant)));
            } else {
                findings.fault(file.path(), 1, 1, "a sample is one JSON object: { \"body\": …, \"variable\": … }");
            }
        } catch (JsonProcessingException e) {
            boolean placed = e.getLocation() != null && e.getLocation().getLineNr() > 0;
            findings.fault(
                    file.path(),
                    placed ? e.getLocation().getLineNr() : 0,
                    placed ? e.getLocation().getColumnNr() : 0,
                    "it is no JSON: " + e.getOriginalMessage());
        }
    }

    private void unknown(CheckedFile file, String key, String meant) {
        int at = file.text().indexOf('"' + key + '"');
        String before = file.text().substring(0, Math.max(at, 0));
        int line = (int) before.chars().filter(each -> each == '\n').count() + 1;
        int column = at - before.lastIndexOf('\n');
        findings.fault(file.path(), line, column, "unknown key '" + key + "': did you mean '" + meant + "'?");
    }

    private static String plain(String problem) {
        Matcher unknown = UNKNOWN_DIRECTIVE.matcher(problem);
        return unknown.find()
                ? "there is no directive '#" + unknown.group(1) + "': "
                        + Near.to(unknown.group(1), TemplateCheck.directives())
                                .map(meant -> "did you mean '#" + meant + "'?")
                                .orElse("take it away, or write one of FreeMarker's, such as #if and #list")
                : problem.replaceAll("\\. Help \\(.*", "");
    }

    private void template(TemplateCheck check, String name, CheckedFile file) {
        if (file.text().isBlank()) {
            findings.fault(file.path(), 0, 0, "nothing stands in it; a mail needs at least a <title>, its subject");
            return;
        }
        List<Fault> faults = check.parse(name);
        for (Fault each : faults) {
            findings.fault(
                    file.path(), each.line(), each.column(), "it is no FreeMarker template: " + plain(each.problem()));
        }
        if (!faults.isEmpty()) {
            return;
        }
        if (!file.text().toLowerCase(java.util.Locale.ROOT).contains("<title")) {
            findings.fault(
                    file.path(), 0, 0, "it has no <title>, so the mail has no subject; write one into its <head>");
        }
        Matcher resend = RESEND.matcher(file.text());
        if (resend.find() && !Set.of("always", "never").contains(resend.group(1).strip())) {
            int line = (int) file.text().substring(0, resend.start(1)).lines().count();
            findings.fault(
                    file.path(),
                    line,
                    0,
                    "<meta name=\"resend\"> says '" + resend.group(1)
                            + "'; write content=\"always\" or content=\"never\"");
        }
        Path own = file.path().resolveSibling(file.stem() + SAMPLE);
        Map<String, Object> data = samples.containsKey(own) ? samples.get(own) : merged();
        if (!data.isEmpty() && !findings.isRefused(own)) {
            boolean root = false;
            for (Fault each : check.missing(name, new HashMap<>(data))) {
                // What was made of something that is missing is missing too.
                boolean given = each.problem().matches("(variable|body)\\b.*");
                if (root && !given) {
                    continue;
                }
                root |= given;
                findings.doubt(
                        file.path(),
                        each.line(),
                        each.column(),
                        (each.problem().isEmpty() ? "this" : "'" + each.problem() + "'")
                                + " has no value in "
                                + (samples.containsKey(own) ? own.getFileName().toString() : "any *.sample.json")
                                + ": a mail without it does not go out; correct the name, give a default, as in ${("
                                + (each.problem().isEmpty() ? "variable.visitor.firstName" : each.problem())
                                + ")!\"\"}, or add it to the sample");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> merged() {
        Map<String, Object> all = new HashMap<>();
        for (Map<String, Object> each : samples.values()) {
            each.forEach((key, value) -> all.merge(key, value, (one, other) -> {
                if (one instanceof Map<?, ?> first && other instanceof Map<?, ?> second) {
                    Map<Object, Object> both = new HashMap<>(first);
                    both.putAll(second);
                    return both;
                }
                return one;
            }));
        }
        return all;
    }

    /** The templates that endpoints name, through kamelets too. */
    private void uses() {
        for (Endpoint each : found.endpoints) {
            if (each.kamelet() == null) {
                if (isMail(each)) {
                    use(each, each.node(), each.path());
                } else if (each.scheme().equals("kamelet")) {
                    found.kamelet(Kamelets.name(each)).ifPresent(kamelet -> call(each, kamelet));
                }
            }
        }
    }

    private static boolean isMail(Endpoint endpoint) {
        return endpoint.scheme().equals("freemarker")
                && endpoint.parameters() != null
                && Yaml.text(Yaml.value(endpoint.parameters(), "configuration")).equals("#mailTemplates");
    }

    private void call(Endpoint call, Kamelet kamelet) {
        Map<String, Node> given = Kamelets.given(call);
        for (Endpoint each : found.endpoints) {
            Matcher parameter = Kamelets.PLACEHOLDER.matcher(each.path());
            if (each.kamelet() == kamelet && isMail(each) && parameter.find()) {
                String name = Placeholders.name(parameter.group(1));
                Node node = given.get(name);
                if (node != null && node != call.node() && !findings.isRefused(node)) {
                    use(call, node, each.path().replace(parameter.group(), Yaml.text(node)));
                }
            }
        }
    }

    private void use(Endpoint call, Node node, String name) {
        boolean open = name.contains("{{") || name.contains("${");
        boolean there = templates.keySet().stream().anyMatch(each -> each.equalsIgnoreCase(name));
        if (open || there || findings.isRefused(node)) {
            return;
        }
        Set<String> stems = new TreeSet<>();
        templates.keySet().forEach(each -> stems.add(stem(each)));
        Optional<String> near = Near.to(stem(name), stems);
        findings.fault(
                call.file(),
                node,
                stem(name),
                "there is no mail template '" + stem(name) + "': "
                        + near.map(each -> "did you mean '" + each + "'?")
                                .orElse("write " + folder.resolve(name) + ", or name one of "
                                        + String.join(", ", stems)));
    }

    private static String stem(String name) {
        return name.replaceFirst("(?i)\\.ftlh?$", "");
    }
}
