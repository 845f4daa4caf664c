package dev.aftertalk.connectors.mail;

import jakarta.mail.Session;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;

/** Says the {@code mail.} settings in the words of the mail library. */
final class SmtpSession {

    private SmtpSession() {}

    /**
     * The session of all connections.
     *
     * @param trust whose certificates the server may have
     * @param writeTimeouts ends a write to a server that stopped reading
     */
    static Session of(
            MailSettings settings, MailIdentity identity, MailTrust trust, ScheduledExecutorService writeTimeouts) {
        Properties smtp = new Properties();
        smtp.put("mail.smtp.from", identity.from().getAddress());
        smtp.put("mail.smtp.auth", String.valueOf(settings.authenticates()));
        smtp.put("mail.smtp.quitwait", "false");
        smtp.put("mail.smtp.executor.writetimeout", writeTimeouts);
        smtp.put("mail.smtp.writetimeout", millis(settings.readTimeout()));
        smtp.put("mail.smtp.timeout", millis(settings.readTimeout()));
        smtp.put("mail.smtp.connectiontimeout", millis(settings.connectTimeout()));
        security(smtp, settings, trust);
        return Session.getInstance(smtp);
    }

    private static void security(Properties smtp, MailSettings settings, MailTrust trust) {
        smtp.put("mail.smtp.socketFactory", SmtpSockets.plain());
        smtp.put("mail.smtp.socketFactory.fallback", "false");
        boolean startTls = settings.security() == MailSettings.Security.STARTTLS;
        smtp.put("mail.smtp.starttls.enable", String.valueOf(startTls));
        smtp.put("mail.smtp.starttls.required", String.valueOf(startTls));
        smtp.put("mail.smtp.ssl.enable", String.valueOf(settings.security() == MailSettings.Security.TLS));
        smtp.put("mail.smtp.ssl.checkserveridentity", "true");
        smtp.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        smtp.put("mail.smtp.ssl.socketFactory", SmtpSockets.secure(trust.sockets()));
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
