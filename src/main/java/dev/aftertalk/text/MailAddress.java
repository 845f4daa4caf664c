package dev.aftertalk.text;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * The one judge of e-mail addresses: tells whether a text is one address a mail can be sent to. Visitors type their address into a chat, and
 * a text that is not one could smuggle further recipients or headers into a mail, or have another system refuse all that comes with it.
 *
 * <p>Taken is {@code local@domain} as RFC 5321 has it, blanks around it aside: at most 64 characters before the {@code @} and 254 in all, all
 * of them ASCII before the {@code @}; the domain is a name with a dot whose last part is not a number (or {@code localhost}), and may be
 * written in any script (it is then made ASCII). Not taken: display names, comments, lists, address literals such as {@code [10.0.0.1]}.
 */
@Component("mailAddress")
public class MailAddress {

    /** RFC 5321, 4.5.3.1.3: the longest path, without its angle brackets. */
    private static final int LONGEST = 254;

    /** RFC 5321, 4.5.3.1.1: the longest part before the {@code @}. */
    private static final int LONGEST_LOCAL = 64;

    private static final Pattern DOMAIN = Pattern.compile(
            "localhost|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+(?![0-9]+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
            Pattern.CASE_INSENSITIVE);

    /** Whether the text is anything but one plain e-mail address. */
    public boolean refuses(String text) {
        return parse(text) == null;
    }

    /**
     * The address as other systems take it: without blanks around it, its domain in ASCII, upper and lower case as written.
     *
     * @param text what somebody wrote; may be null
     * @return the address, or null when the text is not one plain address
     */
    public static String ascii(String text) {
        InternetAddress address = parse(text);
        return address == null ? null : address.getAddress();
    }

    /**
     * One spelling of all addresses that reach the same mailbox, its domain in ASCII: no mail provider tells upper from lower case. Null when
     * the text is not one plain address.
     */
    public static String mailbox(String text) {
        InternetAddress address = parse(text);
        return address == null ? null : address.getAddress().toLowerCase(Locale.ROOT);
    }

    /**
     * The address in the form SMTP takes, its domain in ASCII; null when the text is not one plain address. A non-ASCII local part counts
     * as none: it needs SMTPUTF8 on each server of the way.
     */
    public static InternetAddress parse(String text) {
        if (text == null) {
            return null;
        }
        String trimmed = text.strip();
        int at = trimmed.lastIndexOf('@');
        if (at < 1 || at > LONGEST_LOCAL || !trimmed.chars().limit(at).allMatch(c -> c > ' ' && c < 127)) {
            return null;
        }
        try {
            String domain = trimmed.substring(at + 1);
            String ascii = domain.chars().allMatch(c -> c < 128)
                    ? trimmed
                    : trimmed.substring(0, at + 1) + IDN.toASCII(domain);
            InternetAddress address = new InternetAddress(ascii, true);
            boolean plain = address.getAddress().equals(ascii) && address.getPersonal() == null;
            return plain && ascii.length() <= LONGEST && hasDomain(ascii) ? address : null;
        } catch (AddressException | IllegalArgumentException e) {
            return null;
        }
    }

    /** A name with a dot that ends in no number, or this machine; an address literal such as {@code [10.0.0.1]} is none. */
    private static boolean hasDomain(String address) {
        return DOMAIN.matcher(address.substring(address.lastIndexOf('@') + 1)).matches();
    }
}
