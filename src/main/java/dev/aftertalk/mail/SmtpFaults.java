package dev.aftertalk.mail;

import dev.aftertalk.ledger.InDoubtException;
import dev.aftertalk.ledger.NotCalledException;
import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Says what a fault of the mail server means for the run, in words for an ops person. The library's exceptions are not kept as causes
 * where they may quote the recipient.
 */
final class SmtpFaults {

    private static final Pattern ADDRESS = Pattern.compile("<?[^\\s<>(),;:\"]+@[^\\s<>(),;:\"]+>?");
    private static final Set<Integer> LOGIN_WANTED = Set.of(530, 534, 535, 538);
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
        return connection.refusal() == null || connection.refusalCode() == SESSION_CLOSED;
    }

    /** Why no connection could be opened; waiting mails go out once it is mended. */
    RetryableException connecting(Exception fault) {
        Throwable root = root(fault);
        if (fault instanceof AuthenticationFailedException) {
            return retry("the mail server " + settings.server() + " refused the login: " + reply(fault.getMessage(), "")
                    + ". Check mail.username and mail.password.");
        }
        if (String.valueOf(fault.getMessage()).startsWith("STARTTLS is required")) {
            return retry("the mail server " + settings.server()
                    + " doesn't offer STARTTLS, which mail.security=starttls requires. With mail.security=tls the"
                    + " connection is encrypted from the start (usually port 465).");
        }
        if (isTls(fault)) {
            return retry("no secure connection to the mail server " + settings.server() + " (mail.security="
                    + settings.security() + "): " + reply(root.getMessage(), "")
                    + ". Its certificate must be valid for the name in mail.host and be signed by an authority this"
                    + " machine or mail.ssl-bundle trusts.");
        }
        return retry(noConnection(reason(root)) + " Check mail.host and mail.port, and that the server is up.");
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
     * @param resend whether the mail may be sent again when it may have been sent already
     */
    RuntimeException sending(SmtpConnection connection, Exception fault, String recipient, boolean resend) {
        if (connection.refusal() != null) {
            return refused(connection.refusalCode(), reply(connection.refusal(), recipient));
        }
        if (connection.isHandedOver()) {
            String unclear =
                    "the mail server " + settings.server() + " gave no answer after the message was handed over; it"
                            + " may have been sent: " + reason(root(fault)) + ".";
            return resend
                    ? new OutcomeUnknownException(unclear, null)
                    : new InDoubtException(unclear + " Its template says resend: never.");
        }
        return retry(noConnection(reason(root(fault))));
    }

    private RuntimeException refused(int code, String reply) {
        String server = "the mail server " + settings.server();
        if (code == SESSION_CLOSED) {
            return retry(noConnection("it closed the session: " + reply));
        }
        if (code < 500) {
            return retry(server + " didn't take the mail for now: " + reply);
        }
        if (LOGIN_WANTED.contains(code)) {
            return retry(server + " wants a login or a secure connection: " + reply
                    + ". Check mail.username, mail.password and mail.security.");
        }
        return new PermanentException(server + " refused the mail: " + reply);
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
                    + settings.readTimeout().toMillis() + " ms)";
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
        String line = String.valueOf(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        line = ADDRESS.matcher(line).replaceAll("<address>");
        String name = recipient.substring(0, Math.max(0, recipient.lastIndexOf('@')));
        if (name.length() > 1) {
            line = line.replaceAll("(?i)(?<![\\w])" + Pattern.quote(name) + "(?![\\w])", "<address>");
        }
        return line.length() > LONGEST_REPLY ? line.substring(0, LONGEST_REPLY) + "…" : line;
    }

    private static RetryableException retry(String message) {
        return new RetryableException(message, null);
    }
}
