package dev.aftertalk.deploy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.core.env.Environment;

/** Which hosts routes may call: those of {@code routes.allowed-hosts}, and those of the systems that are set. */
public final class AllowedHosts {

    /** What has a host of its own in its path. */
    private static final Set<String> COMPONENTS = Set.of(
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

    private final Set<String> hosts;

    AllowedHosts(Environment settings) {
        hosts = AllowList.listed(settings.getProperty("routes.allowed-hosts", "*"));
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

    private static Optional<String> host(String url) {
        String rest = url.replaceFirst("^(\\w+://|https?:)", "").replaceFirst("[/?#].*$", "");
        String host = rest.substring(rest.lastIndexOf('@') + 1).replaceFirst(":\\d+$", "");
        return host.isBlank() ? Optional.empty() : Optional.of(host.toLowerCase(Locale.ROOT));
    }

    /** Whether every one may be called. */
    public boolean areAll() {
        return hosts.contains("*");
    }

    /** Whether the addresses of a component have a host of their own in their path. */
    boolean areNamedBy(String scheme) {
        return COMPONENTS.contains(scheme);
    }

    /**
     * Why an address may not be called; empty when it may be.
     *
     * @param scheme before its colon
     * @param path behind that
     * @param parameters {@code name=value}
     */
    Optional<String> refusalOfAddress(String scheme, String path, List<String> parameters) {
        if (areAll()) {
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
                .flatMap(host -> refusal(host).stream())
                .findFirst();
    }

    /** Whether headers may lead a component elsewhere that has a client of its own. */
    boolean isLedByHeaders(String scheme) {
        return !areAll() && LED_BY_HEADERS.contains(scheme);
    }

    /** Why a call may not be made that headers lead elsewhere; empty when it may be. */
    Optional<String> refusalOfHeaders(Message message) {
        return HEADERS.stream()
                .map(name -> message.getHeader(name, "", String.class))
                .flatMap(uri -> host(uri).stream())
                .flatMap(host -> refusal(host).stream())
                .findFirst();
    }

    /** Why a host may not be called; empty when it may be. */
    public Optional<String> refusal(String name) {
        String host = name.toLowerCase(Locale.ROOT);
        if (areAll() || hosts.stream().anyMatch(each -> isHost(host, each))) {
            return Optional.empty();
        }
        return Optional.of(
                "the host '" + host + "' may not be called from routes; whoever runs the server can allow it with"
                        + " routes.allowed-hosts");
    }

    private static boolean isHost(String host, String allowed) {
        return allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed);
    }
}
