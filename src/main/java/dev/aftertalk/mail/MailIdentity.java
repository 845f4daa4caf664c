package dev.aftertalk.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Who the mails come from and what this machine calls itself to the mail server; found once, because the host name may ask the DNS. */
@Component
class MailIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(MailIdentity.class);

    private final String hostName = findHostName();
    private final InternetAddress from;

    MailIdentity(MailSettings settings) {
        from = from(settings, hostName);
    }

    /** The sender, display name included. */
    InternetAddress from() {
        return from;
    }

    /** What EHLO says. */
    String hostName() {
        return hostName;
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
