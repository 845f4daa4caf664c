package dev.aftertalk.usecases.unsubscribe;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.text.MailAddress;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Somebody a list is sent to.
 *
 * @param list its name
 * @param mailbox the address, in the one spelling of all that reach the same mailbox
 */
record Subscriber(String list, String mailbox) {

    /** It stands in mail headers and, for people who edit routes, in the ledger. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

    /** Stands where a mail is of no list; nobody can unsubscribe from it alone. */
    static final String NO_LIST = "none";

    /**
     * Checks both.
     *
     * @throws PermanentException when it is no name of a list, or no address
     */
    static Subscriber of(String list, String address) {
        if (list == null || !NAME.matcher(list).matches()) {
            throw new PermanentException("The parameter list is \"" + list
                    + "\"; write a name of up to 40 small letters, digits and hyphens, such as offers.");
        }
        String mailbox = MailAddress.mailbox(address);
        if (mailbox == null) {
            throw new PermanentException("The recipient of a mail of the list " + list + " is not an e-mail address.");
        }
        return new Subscriber(list, mailbox);
    }

    /**
     * What the database knows the address by. It is no key of this server's: who restores or moves the data, or loses the key of the links,
     * still must not write to anybody who has unsubscribed.
     */
    String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(mailbox.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The address for its owner's eyes: enough to know it again, too little for somebody who looks over a shoulder. */
    String masked() {
        int at = mailbox.lastIndexOf('@');
        return mailbox.charAt(0) + "…@" + IDN.toUnicode(mailbox.substring(at + 1));
    }
}
