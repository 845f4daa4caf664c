package dev.aftertalk.deploy;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;

/**
 * What routes may use and call. Whoever edits routes need not be somebody who may run programs, read any file or make any object on the server:
 * what would let them is refused, unless a setting allows it, or its jar was put into {@code lib/}, which takes the rights to do so.
 */
public final class AllowList {

    /** Components that run programs or code, or reach into Camel itself. */
    private static final Set<String> COMPONENTS = Set.of("exec", "ssh", "docker", "language", "class", "controlbus");

    /** Languages that can call any code. */
    private static final Set<String> LANGUAGES = Set.of(
            "groovy", "mvel", "ognl", "js", "joor", "java", "python", "spel", "csimple", "wasm", "bsh", "quickjs");

    /** Where the classes are that Camel's own kamelets make, none of which runs anything. */
    private static final Pattern CLASSES = Pattern.compile(
            "java\\.util\\.concurrent\\.atomic\\.\\w+|javax\\.crypto\\.spec\\.\\w+|org\\.apache\\.camel\\.component\\.(\\w+)\\..+");

    /** What a component reads that is told where its template lies. */
    private static final Pattern RESOURCE = Pattern.compile("(file|https?):(?://)?(.*)", Pattern.DOTALL);

    private final Set<String> components;
    private final AllowedHosts hosts;
    private final AllowedFolders folders;

    /** @param settings {@code routes.allowed-components}, {@code routes.allowed-hosts} and those of the systems */
    public AllowList(Environment settings) {
        this.components = listed(settings.getProperty("routes.allowed-components", ""));
        this.hosts = new AllowedHosts(settings);
        this.folders = new AllowedFolders(settings);
    }

    static Set<String> listed(String text) {
        return Arrays.stream(text.split("[,;]"))
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Which hosts may be called. */
    public AllowedHosts hosts() {
        return hosts;
    }

    /**
     * Why an address may not be used.
     *
     * @param uri as it is called, or as it is written, with placeholders and expressions
     * @return what is wrong and what to do instead; empty when it may be
     */
    public Optional<String> refusal(String uri) {
        String scheme = uri.split("[:?]", 2)[0].toLowerCase(Locale.ROOT);
        String path = Address.of(uri).path();
        path = path.length() > scheme.length()
                ? path.substring(scheme.length() + 1).replaceFirst("^//", "")
                : "";
        if (components.contains(scheme)) {
            return Optional.empty();
        }
        if (COMPONENTS.contains(scheme) && !isFromLib("META-INF/services/org/apache/camel/component/" + scheme)) {
            return Optional.of(
                    "the component '" + scheme + "' is not allowed in routes, since it can run any code or change"
                            + " what runs; whoever runs the server can allow it with routes.allowed-components");
        }
        if (scheme.equals("bean") && path.contains(".")) {
            return refusalOfClass(path);
        }
        if (scheme.equals("file")) {
            return folders.refusalOfFolder(path);
        }
        return hosts.areNamedBy(scheme)
                ? hosts.refusalOfAddress(scheme, path, Address.of(uri).parameters())
                : refusalOfResource(path);
    }

    /** Why what lies elsewhere may not be read, such as the template of a component or the text behind {@code resource:}; empty when it may be. */
    public Optional<String> refusalOfResource(String address) {
        Matcher known = RESOURCE.matcher(address);
        if (!known.matches()) {
            return Optional.empty();
        }
        String scheme = known.group(1);
        return !scheme.equals("file")
                ? hosts.refusalOfAddress(scheme, known.group(2), List.of())
                : components.contains(scheme) ? Optional.empty() : folders.refusalOfFile(known.group(2));
    }

    /** Whether what is written in a language can do anything at all. */
    public static boolean canRunAnyCode(String language) {
        return LANGUAGES.contains(language.toLowerCase(Locale.ROOT));
    }

    /** Why a language may not be used; empty when it may be. */
    public Optional<String> refusalOfLanguage(String language) {
        String name = language.toLowerCase(Locale.ROOT);
        boolean allowed = !canRunAnyCode(name)
                || components.contains(name)
                || isFromLib("META-INF/services/org/apache/camel/language/" + name);
        return allowed
                ? Optional.empty()
                : Optional.of("the language '" + language
                        + "' is not allowed in routes, since it can run any code; write it in"
                        + " simple, or whoever runs the server can allow it with routes.allowed-components");
    }

    /** Why an object of a class may not be made or called; empty when it may be. */
    public Optional<String> refusalOfClass(String name) {
        Matcher known = CLASSES.matcher(name);
        boolean harmless = known.matches()
                && (known.group(1) == null
                        || !COMPONENTS.contains(known.group(1))
                                && !known.group(1).matches("bean|file"));
        if (components.contains("class") || name.contains("{{") || harmless) {
            return Optional.empty();
        }
        try {
            Class<?> type = Class.forName(name.replaceFirst("[?(].*", ""), false, AllowList.class.getClassLoader());
            CodeSource source = type.getProtectionDomain().getCodeSource();
            if (source != null && isInLib(source.getLocation())) {
                return Optional.empty();
            }
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.of("there is no class '" + name + "'; its jar must be in lib/");
        }
        return Optional.of("the class '" + name
                + "' can't be used in routes; name a bean, or a class of a jar that was put into lib/");
    }

    private static boolean isFromLib(String resource) {
        return isInLib(AllowList.class.getClassLoader().getResource(resource));
    }

    private static boolean isInLib(URL location) {
        if (location == null) {
            return false;
        }
        String text = location.toString()
                .replaceFirst("^jar:", "")
                .replaceFirst("^nested:", "file:")
                .replaceFirst("!.*$", "");
        try {
            return text.startsWith("file:")
                    && AllowedFolders.isInLib(Path.of(new File(new URI(text.replaceFirst("/$", ""))).getPath()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return false;
        }
    }
}
