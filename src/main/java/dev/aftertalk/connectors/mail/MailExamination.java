package dev.aftertalk.connectors.mail;

import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Examination;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.diagnosis.Use;
import dev.aftertalk.diagnosis.UsedStep;
import dev.aftertalk.scheduling.Schedulers;
import dev.aftertalk.settings.GivenValues;
import jakarta.mail.MessagingException;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Connects to the mail server as for a mail, up to the question whether it would take one from our sender. That is taken back, so no mail is sent.
 * The recipient it asks for is the sender itself: no other address is sure to be ours.
 */
public class MailExamination implements Examination {

    private static final String MAIL = "Mail server";
    private static final String SENDER = "Mail sender";

    /** What it tells of besides. */
    public static final List<String> FURTHER = List.of(SENDER);

    private static final Set<String> SCHEMES = Set.of("smtp", "smtps");

    /** What it takes. Not found by a component scan. */
    @EnableConfigurationProperties(MailSettings.class)
    @Import({MailIdentity.class, MailTrust.class, MailExamination.class})
    public static class Alone {}

    private final MailSettings settings;
    private final MailIdentity identity;
    private final MailTrust trust;
    private final SmtpFaults faults;
    private final Environment environment;

    MailExamination(MailSettings settings, MailIdentity identity, MailTrust trust, Environment environment) {
        this.settings = settings;
        this.identity = identity;
        this.trust = trust;
        this.faults = new SmtpFaults(settings);
        this.environment = environment;
    }

    @Override
    public String name() {
        return MAIL;
    }

    @Override
    public List<String> further(Usage usage) {
        return Use.of(usage, MailExamination::isMail).running().isEmpty() ? List.of() : FURTHER;
    }

    @Override
    public void examine(Usage usage, Report report) throws MessagingException {
        Use use = Use.of(usage, MailExamination::isMail);
        if (use.running().isEmpty()) {
            report.tell(use.nothing(MAIL, "mail.", false));
            return;
        }
        ThreadPoolTaskScheduler timeouts = Schedulers.of("mail-timeouts", 1);
        try {
            SmtpConnectionFactory factory = new SmtpConnectionFactory(
                    settings,
                    identity,
                    SmtpSession.of(settings, identity, trust, timeouts.getScheduledExecutor()),
                    new SmtpWatch(timeouts.getScheduledExecutor()),
                    new Detours());
            try (SmtpConnection connection = factory.create()) {
                report.tell(connected());
                report.tell(sender(connection));
            } catch (MessagingException e) {
                report.tell(problem(MAIL, faults.unconnected(e)));
            }
        } finally {
            timeouts.shutdown();
        }
    }

    private static boolean isMail(UsedStep step) {
        return SCHEMES.contains(step.scheme()) || step.address().equals("bean:alertMail");
    }

    private Diagnosis connected() {
        String found = settings.server() + " answers"
                + switch (settings.security()) {
                    case NONE -> "";
                    case STARTTLS -> ", does STARTTLS with a certificate that is right";
                    case TLS -> ", does TLS with a certificate that is right";
                }
                + (settings.authenticates()
                        ? " and takes mail.username with mail.password."
                        : "; it asks for no login.");
        return settings.exposesPassword()
                ? Diagnosis.warning(
                        MAIL,
                        found + " The password crosses the network in the clear.",
                        "Set mail.security to starttls or tls.")
                : Diagnosis.ok(MAIL, found);
    }

    private Diagnosis sender(SmtpConnection connection) throws MessagingException {
        String sender = identity.from().getAddress();
        SmtpRefusal refusal = connection.wouldRefuse(sender, sender);
        if (refusal == null) {
            return Diagnosis.ok(SENDER, "The server would take a mail from mail.from.");
        }
        if (refusal.about().isUs() || refusal.asked().equals("MAIL")) {
            return problem(SENDER, faults.refused(refusal));
        }
        return Diagnosis.ok(
                SENDER,
                "The server takes mail.from as a sender; to it as a recipient it would deliver nothing (code "
                        + refusal.code() + "), so answers and bounces may get lost.");
    }

    private Diagnosis problem(String name, SmtpFaults.Words words) {
        String what = words.what();
        String todo = words.advice().isBlank()
                ? "Run doctor again later."
                : words.advice().strip();
        return Diagnosis.problem(
                name,
                Character.toUpperCase(what.charAt(0)) + what.substring(1),
                GivenValues.isGiven(environment, "mail.host")
                        ? todo
                        : "Set mail.host, if the mail server is another: it is not set, so that its default counts. "
                                + todo);
    }
}
