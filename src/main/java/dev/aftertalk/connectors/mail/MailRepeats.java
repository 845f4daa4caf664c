package dev.aftertalk.connectors.mail;

import dev.aftertalk.ledger.InDoubtException;
import dev.aftertalk.ledger.Intents;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Keeps a run from sending a mail again and again. One that an earlier attempt has sent is not sent again, whatever failed after it. One that
 * may have been sent (no answer came after the last dot, the server was killed at that moment) is sent once more unless its template forbids
 * that; when that too is in doubt, somebody has to look.
 *
 * @param intents what earlier attempts have sent, or may have
 * @param once whether the template lets a mail in doubt be sent once more
 */
record MailRepeats(Intents intents, boolean once) {

    /** One a thread: to find one costs more than to use it. */
    private static final ThreadLocal<MessageDigest> MD5 = ThreadLocal.withInitial(MailRepeats::md5);

    /**
     * The mail, empty, if it may be sent or has been.
     *
     * @throws InDoubtException when it may have been sent and must not be sent again
     */
    OutgoingMail mail(Session session, String messageId, String template, InternetAddress recipient) {
        String act = intents.next(name(messageId, template, recipient));
        if (intents.isDone(act)) {
            return new OutgoingMail(session, false, "");
        }
        // Earlier versions stored the bare Message-ID.
        int times = Math.max(intents.timesInDoubt(act), intents.timesInDoubt(messageId));
        if (times > (once ? 1 : 0)) {
            throw new InDoubtException("may have been sent already" + (times > 1 ? ", and again" : "")
                    + ": an earlier attempt ended before the mail server's answer was known. Look for " + messageId
                    + " in the mail server's log; only if it is not there, replay the run with force"
                    + (once ? "." : " (the template says resend: never)."));
        }
        return new OutgoingMail(session, once && times == 0, act);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }

    /**
     * Tells the mails of a run apart, which have one Message-ID. Without its domain, since that goes by a setting; the address only as a
     * digest, since the ledger shows it.
     */
    private static String name(String messageId, String template, InternetAddress recipient) {
        byte[] md5 = MD5.get().digest(recipient.getAddress().getBytes(StandardCharsets.UTF_8));
        String digest = HexFormat.of().formatHex(md5, 0, 4);
        return messageId.substring(1, messageId.lastIndexOf('@')) + " (" + template + ", " + digest + ")";
    }
}
