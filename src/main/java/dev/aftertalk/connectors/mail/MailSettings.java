package dev.aftertalk.connectors.mail;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.IDN;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings under {@code mail.}; each is explained in {@code application.properties}.
 *
 * @param host a name or an IP address, IPv6 without brackets
 * @param dataDoneTimeout how long to wait for the answer to a message that was handed over
 * @param mailsPerConnection how many mails go over one connection
 * @param heloName what to say at EHLO; empty = the name of this machine, or the address the connection is made from
 * @param sslBundle name of a Spring Boot SSL bundle whose authorities sign the mail server's certificate; empty = Java's own
 */
@Validated
@ConfigurationProperties("mail")
record MailSettings(
        @DefaultValue("localhost") @NotBlank String host,
        @DefaultValue("587") @Min(1) @Max(65535) int port,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("starttls") Security security,
        @DefaultValue("") String sslBundle,
        @DefaultValue("") String from,
        @DefaultValue("routes/mail") Path templates,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration readTimeout,
        @DefaultValue("10m") Duration dataDoneTimeout,
        @DefaultValue("20s") Duration idleTimeout,
        @DefaultValue("8") @Min(1) int maxConnections,
        @DefaultValue("10") @Min(1) int mailsPerConnection,
        @DefaultValue("") String heloName) {

    private static final Pattern LITERAL = Pattern.compile("\\[(.*)]");
    /** A name with a port, or IPv6 in brackets with one. */
    private static final Pattern WITH_PORT = Pattern.compile("([^:\\[\\]]+|\\[[^]]*]):(\\d*)");

    private static final Pattern NO_HOST = Pattern.compile("[\\s/@,;?#\"'<>\\[\\]]");

    /** Takes hosts and names as people write them: with blanks around them, an IPv6 address in brackets, in any script. */
    MailSettings {
        host = host(host.strip());
        if (!host.chars().allMatch(c -> c < 128)) {
            host = IDN.toASCII(host);
        }
        from = from.strip();
        heloName = heloName.strip();
        require(dataDoneTimeout.toMillis(), "data-done-timeout");
        require(readTimeout.toMillis(), "read-timeout");
        require(connectTimeout.toMillis(), "connect-timeout");
    }

    /** What an address bar or another program's setting has besides the name would be part of a name that nobody has. */
    private static String host(String written) {
        Matcher withPort = WITH_PORT.matcher(written);
        String host = LITERAL.matcher(written).replaceFirst("$1");
        if (withPort.matches()) {
            throw new IllegalArgumentException("mail.host is \"" + written + "\"; write mail.host=" + withPort.group(1)
                    + (withPort.group(2).isEmpty() ? "" : " and mail.port=" + withPort.group(2)));
        }
        if (NO_HOST.matcher(host).find() || host.contains("://")) {
            throw new IllegalArgumentException("mail.host is \"" + written
                    + "\"; write the name or the address of one mail server and nothing else, such as smtp.example.com;"
                    + " the port goes into mail.port");
        }
        return host;
    }

    private static void require(long millis, String setting) {
        if (millis < 1 || millis > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("mail." + setting + " must be between 1ms and 24d.");
        }
    }

    /** How the connection to the mail server is protected. */
    enum Security {
        NONE,
        STARTTLS,
        TLS;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    boolean authenticates() {
        return !username.isBlank();
    }

    /** Whether the password would cross a network in the clear. */
    boolean exposesPassword() {
        return authenticates()
                && security == Security.NONE
                && !host.matches("localhost|127(?:\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1");
    }

    /** {@code host:port}, for messages. */
    String server() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** Leaves the password out: records print all they hold. */
    @Override
    public String toString() {
        return "MailSettings[server=" + server() + ", security=" + security + "]";
    }
}
