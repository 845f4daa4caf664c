package dev.aftertalk.connectors.mail;

import dev.aftertalk.ledger.InDoubtException;
import dev.aftertalk.ledger.NotCalledException;
import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.text.PlainText;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Says what a fault of the mail server means for the run, in words for an ops person. The library's exceptions are not kept as causes
 * where they may quote the recipient.
 */
final class SmtpFaults {

    private static final Pattern ADDRESS = Pattern.compile("<?[^\\s<>(),;:\"]+@[^\\s<>(),;:\"]+>?");
    private static final int SESSION_CLOSED = 421;
    private static final int LONGEST_REPLY = 300;

    private final MailSettings settings;

    SmtpFaults(MailSettings settings) {
        this.settings = settings;
    }

    /** Whether the server had just closed a connection it had left idle: nothing was handed over, a fresh one will do. */
    static boolean wentStale(SmtpConnection connection) {
        return connection.isReused() && !connection.isHandedOver() && hungUp(connection);
    }

    /** Whether the server ended the session, or said nothing, instead of refusing the mail. */
    static boolean hungUp(SmtpConnection connection) {
        return connection.refusal() == null || connection.refusal().code() == SESSION_CLOSED;
    }

    /**
     * What is wrong, in words.
     *
     * @param what a sentence that begins small, with the full stop at its end
     * @param advice what to do, with a blank in front; empty when waiting is all
     */
    record Words(String what, String advice) {

        String both() {
            return what + advice;
        }
    }

    /** Why no connection could be opened; waiting mails go out once it is mended. */
    RetryableException connecting(Exception fault) {
        if (fault instanceof SmtpConnectionFactory.Refused refused) {
            return refusedUs(refused.refusal(), "");
        }
        String words = unconnected(fault).both();
        return fault instanceof AuthenticationFailedException ? new RefusesUsException(words) : retry(words);
    }

    /** The same for people who look whether one can be. */
    Words unconnected(Exception fault) {
        Throwable root = root(fault);
        if (fault instanceof SmtpConnectionFactory.Refused refused) {
            return refused(refused.refusal());
        }
        if (fault instanceof AuthenticationFailedException) {
            return new Words(
                    "the mail server " + settings.server() + " refused the login: " + reply(fault.getMessage(), "")
                            + ".",
                    advice(SmtpRefusal.About.LOGIN));
        }
        if (String.valueOf(fault.getMessage()).startsWith("STARTTLS is required")) {
            return new Words(
                    "the mail server " + settings.server()
                            + " doesn't offer STARTTLS, which mail.security=starttls requires.",
                    " With mail.security=tls the connection is encrypted from the start (usually port 465).");
        }
        if (isTls(fault)) {
            return new Words(
                    "no secure connection to the mail server " + settings.server() + " (mail.security="
                            + settings.security() + "): " + reply(root.getMessage(), "") + ".",
                    " Its certificate must be valid for the name in mail.host and be signed by an authority this"
                            + " machine or mail.ssl-bundle trusts.");
        }
        return new Words(noConnection(reason(root)), " Check mail.host and mail.port, and that the server is up.");
    }

    /** What a refusal of this server, or of a mail that was only asked about, means. */
    Words refused(SmtpRefusal refusal) {
        return new Words(what(refusal, ""), advice(refusal.about()));
    }

    /** No connection was free in time. */
    RetryableException exhausted() {
        return new NotCalledException(
                "no connection to the mail server " + settings.server() + " was free for "
                        + settings.readTimeout().toMillis() + " ms. The server is slow, or mail.max-connections ("
                        + settings.maxConnections() + ") is too small.",
                null);
    }

    /**
     * What became of a mail whose sending failed.
     *
     * @param recipient its address, which the server's answer may quote and the message must not
     * @param repeatable whether the mail may be sent once more when it may have been sent already
     */
    RuntimeException sending(SmtpConnection connection, Exception fault, String recipient, boolean repeatable) {
        if (connection.refusal() != null) {
            return refused(connection.refusal(), recipient);
        }
        if (connection.isHandedOver()) {
            String unclear =
                    "the mail server " + settings.server() + " gave no answer after the message was handed over; it"
                            + " may have been sent: " + reason(root(fault)) + ".";
            return repeatable
                    ? new OutcomeUnknownException(unclear + " It is sent once more.", null)
                    : new InDoubtException(unclear
                            + " It is not sent again: look for its Message-ID in the mail server's log, and only if it"
                            + " is not there, replay the run with force.");
        }
        return retry(noConnection(reason(root(fault))));
    }

    private RuntimeException refused(SmtpRefusal refusal, String recipient) {
        SmtpRefusal.About about = refusal.about();
        if (about.isUs()) {
            return refusedUs(refusal, recipient);
        }
        String reply = reply(refusal.text(), recipient);
        String server = "the mail server " + settings.server();
        if (about == SmtpRefusal.About.GREYLIST) {
            return new NotCalledException(server + " takes the mail some minutes later: " + reply, null);
        }
        return refusal.isTemporary()
                ? retry(server + " didn't take the mail for now: " + reply)
                : new PermanentException(server + " refused the mail: " + reply);
    }

    /** It looked at no mail, so that this is no failed attempt of one; what is not over soon by itself waits for people. */
    private RetryableException refusedUs(SmtpRefusal refusal, String recipient) {
        String reply = reply(refusal.text(), recipient);
        if (refusal.about() == SmtpRefusal.About.BUSY) {
            String message = refusal.code() == SESSION_CLOSED
                    ? noConnection("it closed the session: " + reply)
                    : "the mail server " + settings.server() + " didn't take the mail for now: " + reply;
            return new NotCalledException(message, null);
        }
        return new RefusesUsException(what(refusal, recipient) + advice(refusal.about()));
    }

    private String what(SmtpRefusal refusal, String recipient) {
        String what =
                refusal.asked().equals("AUTH") ? " refused the login: " : " refuses this server, not only this mail: ";
        return "the mail server " + settings.server() + what + reply(refusal.text(), recipient) + ".";
    }

    private String advice(SmtpRefusal.About about) {
        return switch (about) {
            case HELO -> " Set mail.helo-name to the name by which it knows this machine.";
            case LOGIN -> " Check mail.username and mail.password.";
            case ENCRYPTION -> " Check mail.security (" + settings.security() + ") and mail.port.";
            case SENDER ->
                " Set mail.from to a sender that it lets "
                        + (settings.authenticates() ? "mail.username" : "this machine")
                        + " use, and whose domain says so (SPF, DKIM).";
            case RELAY ->
                settings.authenticates()
                        ? " Have it relay mails for mail.username."
                        : " Set mail.username and mail.password, or have it relay mails of this machine.";
            default -> " Ask whoever runs it to let this machine in.";
        };
    }

    private String noConnection(String reason) {
        return "no connection to the mail server " + settings.server() + ": " + reason + ".";
    }

    private String reason(Throwable root) {
        if (root instanceof UnknownHostException) {
            return "there is no host of this name";
        }
        if (root instanceof SocketTimeoutException) {
            return "no answer in time (mail.connect-timeout "
                    + settings.connectTimeout().toMillis() + " ms, mail.read-timeout "
                    + settings.readTimeout().toMillis() + " ms, mail.data-done-timeout "
                    + settings.dataDoneTimeout().toMillis() + " ms)";
        }
        if (root instanceof ConnectException) {
            return "the connection was refused";
        }
        if (root instanceof MessagingException
                && String.valueOf(root.getMessage()).contains("[EOF]")) {
            return "it closed the connection";
        }
        return reply(root.getMessage(), "");
    }

    private static boolean isTls(Throwable fault) {
        for (Throwable t = fault; t != null; t = t.getCause()) {
            if (t instanceof SSLException || t instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    private static Throwable root(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** The server's answer on one line, without addresses and the recipient's name. */
    private static String reply(String text, String recipient) {
        String line = ADDRESS.matcher(PlainText.line(String.valueOf(text))).replaceAll("<address>");
        String name = recipient.substring(0, Math.max(0, recipient.lastIndexOf('@')));
        if (name.length() > 1) {
            line = line.replaceAll("(?i)(?<![\\w])" + Pattern.quote(name) + "(?![\\w])", "<address>");
        }
        return PlainText.cut(line, LONGEST_REPLY + 1);
    }

    private static RetryableException retry(String message) {
        return new RetryableException(message, null);
    }
}
