package dev.aftertalk.deploy;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
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

    private static final Set<String> FILES = Set.of("file");

    /** What has a host of its own in its path. */
    private static final Set<String> HOSTS = Set.of(
            "http",
            "https",
            "smtp",
            "smtps",
            "imap",
            "imaps",
            "pop3",
            "pop3s",
            "ftp",
            "ftps",
            "sftp",
            "netty-http",
            "vertx-http",
            "vertx-websocket",
            "undertow",
            "rest-api",
            "ahc-ws");

    /** What speaks HTTP with a client of its own, and goes where a header says. */
    private static final Set<String> LED_BY_HEADERS =
            Set.of("netty-http", "vertx-http", "vertx-websocket", "undertow", "rest-api", "ahc-ws");

    /** Those headers. */
    private static final List<String> HEADERS = List.of(Exchange.REST_HTTP_URI, Exchange.HTTP_URI);

    /** Options of HTTP that name a host, or an address with one, beside the path or in its place; others are a query's. */
    private static final Pattern HTTP_OPTION =
            Pattern.compile("(?:proxyHost|proxyAuthHost|httpUri|oauth2TokenEndpoint)=.*");

    /** The same of all others. */
    private static final Pattern HOST_OPTION = Pattern.compile("(?i)(?:[\\w.-]+\\.)?(?:proxy)?host=.*");

    /** What stands for the mail server of the settings; it is told by its object. */
    private static final String MAIL_SERVER = "mail-server";

    /** What a component reads that is told where its template lies. */
    private static final Pattern RESOURCE = Pattern.compile("(file|https?):(?://)?(.*)", Pattern.DOTALL);

    /** Folders in the working folder that a file: would break. */
    private static final List<String> OWN_FOLDERS = List.of("routes", "lib", "fast-start");

    private static final Path HERE = Path.of("").toAbsolutePath().normalize();

    private final Set<String> components;
    private final Set<String> hosts;
    private final Path data;

    /** @param settings {@code routes.allowed-components}, {@code routes.allowed-hosts} and those of the systems */
    public AllowList(Environment settings) {
        this.components = list(settings.getProperty("routes.allowed-components", ""));
        this.hosts = list(settings.getProperty("routes.allowed-hosts", "*"));
        this.data =
                HERE.resolve(settings.getProperty("aftertalk.data-dir", "data")).normalize();
        List.of(
                        "iadvize.rest.url",
                        "iadvize.graphql.url",
                        "iadvize.graphql.token-url",
                        "salesforce.login-url",
                        "jira.url",
                        "survey.url")
                .forEach(name -> host(settings.getProperty(name, "")).ifPresent(hosts::add));
        if (!settings.getProperty("mail.host", "").isBlank()) {
            hosts.add(settings.getProperty("mail.host").strip().toLowerCase(Locale.ROOT));
        }
    }

    private static Set<String> list(String text) {
        return Arrays.stream(text.split("[,;]"))
                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    private static Optional<String> host(String url) {
        String rest = url.replaceFirst("^(\\w+://|https?:)", "").replaceFirst("[/?#].*$", "");
        String host = rest.substring(rest.lastIndexOf('@') + 1).replaceFirst(":\\d+$", "");
        return host.isBlank() ? Optional.empty() : Optional.of(host.toLowerCase(Locale.ROOT));
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
        if (FILES.contains(scheme)) {
            return folder(path);
        }
        return HOSTS.contains(scheme)
                ? refusalOfAddress(scheme, path, Address.of(uri).parameters())
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
                ? refusalOfAddress(scheme, known.group(2), List.of())
                : components.contains(scheme) ? Optional.empty() : file(known.group(2));
    }

    /** Whether every host may be called. */
    public boolean isAnyHost() {
        return hosts.contains("*");
    }

    private Optional<String> refusalOfAddress(String scheme, String path, List<String> parameters) {
        if (isAnyHost()) {
            return Optional.empty();
        }
        Pattern option = scheme.startsWith("http") ? HTTP_OPTION : HOST_OPTION;
        Stream<String> options = parameters.stream()
                .filter(each -> option.matcher(each).matches())
                .map(each -> each.substring(each.indexOf('=') + 1));
        boolean own =
                scheme.equals("smtp") && host(path).filter(MAIL_SERVER::equals).isPresent();
        return Stream.concat(own ? Stream.empty() : Stream.of(path), options)
                .flatMap(each -> host(each).stream())
                .filter(host -> !host.contains("{{") && !host.contains("${"))
                .flatMap(host -> refusalOfHost(host).stream())
                .findFirst();
    }

    /** Whether headers may lead a component elsewhere that has a client of its own. */
    boolean isLedByHeaders(String scheme) {
        return !isAnyHost() && LED_BY_HEADERS.contains(scheme);
    }

    /** Why a call may not be made that headers lead elsewhere; empty when it may be. */
    Optional<String> refusalOfHeaders(Message message) {
        return HEADERS.stream()
                .map(name -> message.getHeader(name, "", String.class))
                .flatMap(uri -> host(uri).stream())
                .flatMap(host -> refusalOfHost(host).stream())
                .findFirst();
    }

    /** Why a host may not be called; empty when it may be. */
    public Optional<String> refusalOfHost(String name) {
        String host = name.toLowerCase(Locale.ROOT);
        if (isAnyHost() || hosts.stream().anyMatch(each -> isHost(host, each))) {
            return Optional.empty();
        }
        return Optional.of(
                "the host '" + host + "' may not be called from routes; whoever runs the server can allow it with"
                        + " routes.allowed-hosts");
    }

    private static boolean isHost(String host, String allowed) {
        return allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed);
    }

    /** What is written and taken away. */
    private Optional<String> folder(String path) {
        return refusalOfPath(
                path,
                folder -> !folder.equals(HERE)
                        && OWN_FOLDERS.stream().noneMatch(each -> folder.startsWith(HERE.resolve(each))),
                "file: may only use folders below the one Aftertalk is started in, and not routes, lib, fast-start or that of its data");
    }

    /** What is only read: the settings of this folder hold secrets. */
    private Optional<String> file(String path) {
        return refusalOfPath(
                path,
                file -> !HERE.equals(file.getParent()),
                "a resource is read from folders below the one Aftertalk is started in, such as routes, and not from that of its data");
    }

    private Optional<String> refusalOfPath(String text, Predicate<Path> others, String said) {
        if (text.contains("{{") || text.contains("${")) {
            return Optional.empty();
        }
        String instead = said + "; whoever runs the server can allow others with routes.allowed-components=file";
        try {
            Path path = HERE.resolve(text).normalize();
            return path.startsWith(HERE) && !path.startsWith(data) && others.test(path)
                    ? Optional.empty()
                    : Optional.of(instead);
        } catch (InvalidPathException e) {
            return Optional.of(instead);
        }
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
                    && Path.of(new File(new java.net.URI(text.replaceFirst("/$", ""))).getPath())
                            .toAbsolutePath()
                            .normalize()
                            .startsWith(HERE.resolve("lib"));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return false;
        }
    }
}
