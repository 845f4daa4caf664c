package dev.aftertalk.connectors.mail;

import dev.aftertalk.text.MailAddress;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Who the mails come from and what this machine calls itself to the mail server; found once, because the host name may ask the DNS. */
@Component
class MailIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(MailIdentity.class);

    private static final Pattern LITERAL =
            Pattern.compile("\\[(?:\\d{1,3}(?:\\.\\d{1,3}){3}|(?i:IPv6):[0-9a-fA-F:.]+)]");

    private final String hostName = findHostName();
    private final String heloName;
    private final InternetAddress from;

    MailIdentity(MailSettings settings) {
        from = from(settings, hostName);
        heloName = heloName(settings.heloName());
    }

    /** The sender, display name included. */
    InternetAddress from() {
        return from;
    }

    /** The name of this machine as it knows it itself; localhost when it has none. */
    String hostName() {
        return hostName;
    }

    /**
     * What EHLO says: a full name or an address in brackets (RFC 5321, 4.1.4), since many servers refuse whoever says less.
     *
     * @param local the address that the connection is made from; null when that is not known
     */
    String heloName(InetAddress local) {
        if (!heloName.isEmpty()) {
            return heloName;
        }
        if (isFull(hostName)) {
            return hostName;
        }
        String address = (local == null ? InetAddress.getLoopbackAddress() : local).getHostAddress();
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        return plain.indexOf(':') < 0 ? "[" + plain + "]" : "[IPv6:" + plain + "]";
    }

    private static String heloName(String setting) {
        if (setting.isEmpty() || LITERAL.matcher(setting).matches()) {
            return setting;
        }
        InternetAddress address = MailAddress.parse("x@" + setting);
        String name = address == null ? "" : address.getAddress().substring(2);
        if (!isFull(name)) {
            throw new IllegalStateException("mail.helo-name is \"" + setting
                    + "\", which many mail servers refuse at EHLO. Write the full name of this machine, such as"
                    + " aftertalk.example.com, or its address in brackets, such as [192.0.2.1] or [IPv6:2001:db8::1].");
        }
        return name;
    }

    /** Whether it is a name with a domain that means this machine to others too. */
    private static boolean isFull(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return MailAddress.parse("x@" + name) != null
                && !small.equals("localhost")
                && !small.startsWith("localhost.")
                && !small.endsWith(".localhost");
    }

    /** The part after the {@code @}, which message ids end with. */
    String domain() {
        String address = from.getAddress();
        return address.substring(address.lastIndexOf('@') + 1);
    }

    private static InternetAddress from(MailSettings settings, String hostName) {
        if (!settings.from().isBlank()) {
            return parse(settings.from());
        }
        InternetAddress user = MailAddress.parse(settings.username());
        if (user != null) {
            return user;
        }
        LOG.warn(
                "mail.from is not set: mails come from no-reply@{}, which many mail servers refuse. Set mail.from.",
                hostName);
        return parse("no-reply@" + hostName);
    }

    private static InternetAddress parse(String from) {
        try {
            InternetAddress[] parsed = InternetAddress.parse(from, true);
            InternetAddress address = parsed.length == 1 ? MailAddress.parse(parsed[0].getAddress()) : null;
            if (address == null) {
                throw new AddressException("it is not exactly one address");
            }
            address.setPersonal(parsed[0].getPersonal(), StandardCharsets.UTF_8.name());
            return address;
        } catch (AddressException | UnsupportedEncodingException e) {
            throw new IllegalStateException(
                    "mail.from is \"" + from + "\", which can't be a sender (" + e.getMessage()
                            + "). Write name@example.com or \"Name\" <name@example.com>.",
                    e);
        }
    }

    private static String findHostName() {
        try {
            InetAddress local = InetAddress.getLocalHost();
            String name = local.getCanonicalHostName();
            if (name.equals(local.getHostAddress())) {
                name = local.getHostName();
            }
            return MailAddress.parse("no-reply@" + name) == null ? "localhost" : name;
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
