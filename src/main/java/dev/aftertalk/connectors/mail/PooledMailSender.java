package dev.aftertalk.connectors.mail;

import dev.aftertalk.connectors.calls.ConnectorTimer;
import dev.aftertalk.connectors.calls.ConnectorTimer.Outcome;
import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guard;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.scheduling.Schedulers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Sends mails for camel-mail over connections it keeps for a while: Camel's own sender opens, secures and authenticates one for each mail.
 * Its faults are {@link dev.aftertalk.ledger.RetryableException} and {@link dev.aftertalk.ledger.PermanentException}.
 */
@Component("mailSender")
class PooledMailSender extends DefaultJavaMailSender implements MeterBinder, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(PooledMailSender.class);

    private final ScheduledExecutorService timeouts =
            Schedulers.of("mail-timeouts", 1).getScheduledExecutor();
    private final GenericObjectPool<SmtpConnection> connections;
    private final SmtpFaults faults;
    private final SmtpRefusals refusals = new SmtpRefusals();
    private final ConnectorTimer timer;
    private final Guard guard;

    @Autowired
    PooledMailSender(
            MailSettings settings,
            MailIdentity identity,
            MailTrust trust,
            ConnectorTimers timers,
            Guards guards,
            Detours detours) {
        this(
                settings,
                identity,
                trust,
                timers.of("smtp"),
                guards.of("smtp", "the mail server " + settings.server()),
                detours);
    }

    PooledMailSender(
            MailSettings settings,
            MailIdentity identity,
            MailTrust trust,
            ConnectorTimer timer,
            Guard guard,
            Detours detours) {
        if (settings.exposesPassword()) {
            LOG.warn(
                    "mail.security=none sends mail.password to {} in the clear. Set mail.security to starttls or tls.",
                    settings.server());
        }
        setSession(SmtpSession.of(settings, identity, trust, timeouts));
        setHost(settings.host());
        setPort(settings.port());
        this.timer = timer;
        this.guard = guard;
        faults = new SmtpFaults(settings);
        connections = new GenericObjectPool<>(
                new SmtpConnectionFactory(settings, identity, getSession(), new SmtpWatch(timeouts), detours),
                pool(settings));
    }

    private static GenericObjectPoolConfig<SmtpConnection> pool(MailSettings settings) {
        GenericObjectPoolConfig<SmtpConnection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(settings.maxConnections());
        pool.setMaxIdle(settings.maxConnections());
        pool.setMaxWait(settings.readTimeout());
        pool.setMinEvictableIdleDuration(settings.idleTimeout());
        pool.setTimeBetweenEvictionRuns(
                Duration.ofMillis(Math.max(100, settings.idleTimeout().toMillis() / 4)));
        pool.setNumTestsPerEvictionRun(-1);
        pool.setJmxEnabled(false);
        return pool;
    }

    /**
     * Sends the mail once, if an earlier attempt has not. A kept connection that turns out to be closed by the server is replaced and the mail sent over a fresh one, as
     * long as the server can't have taken it.
     */
    @Override
    public void send(MimeMessage mail) throws MessagingException {
        if (mail instanceof OutgoingMail known && known.isSent()) {
            return;
        }
        try (Guard.Call call = guard.enter()) {
            timed(mail, call);
            call.answered();
        }
    }

    private void timed(MimeMessage mail, Guard.Call call) throws MessagingException {
        long begun = System.nanoTime();
        Outcome outcome = Outcome.RETRYABLE;
        try {
            deliver(mail, call);
            outcome = Outcome.SUCCESS;
        } catch (PermanentException | RefusesUsException e) {
            outcome = Outcome.PERMANENT;
            throw e;
        } finally {
            timer.record(outcome, System.nanoTime() - begun);
        }
    }

    private void deliver(MimeMessage mail, Guard.Call call) throws MessagingException {
        freeze(mail);
        if (!isSent(mail, call, false)) {
            connections.clear();
            isSent(mail, call, true);
        }
    }

    /** @return false when the connection had gone stale, which is a fault at the last try */
    private boolean isSent(MimeMessage mail, Guard.Call call, boolean lastTry) throws MessagingException {
        SmtpConnection connection = borrow(call);
        boolean sent = false;
        try {
            connection.next();
            connection.sendMessage(mail, mail.getAllRecipients());
            sent = true;
        } catch (MessagingException | RuntimeException e) {
            if (lastTry || !SmtpFaults.wentStale(connection)) {
                RuntimeException fault = faults.sending(connection, e, recipient(mail), mayRepeat(mail));
                judge(call, connection, fault);
                throw fault;
            }
        } finally {
            if (sent && !connection.isUsedUp()) {
                connections.returnObject(connection);
            } else {
                discard(connection);
            }
        }
        return sent;
    }

    /** A server that refuses a mail is up; one that hangs up, says nothing or will not have us is as good as down. */
    private void judge(Guard.Call call, SmtpConnection connection, RuntimeException fault) {
        SmtpRefusal refusal = connection.refusal();
        refusals.count(refusal);
        if (fault instanceof RefusesUsException) {
            call.refused(fault.getMessage());
        } else if (refusal == null || refusal.about().isUs()) {
            call.failed(fault.getMessage());
        } else {
            call.answered();
        }
    }

    /** A mail that is not of our making has nobody who counts how often. */
    private static boolean mayRepeat(MimeMessage mail) {
        return mail instanceof OutgoingMail known && known.isRepeatable();
    }

    private SmtpConnection borrow(Guard.Call call) {
        try {
            return connections.borrowObject();
        } catch (NoSuchElementException e) {
            throw faults.exhausted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw faults.exhausted();
        } catch (Exception e) {
            if (e instanceof SmtpConnectionFactory.Refused refused) {
                refusals.count(refused.refusal());
            }
            RetryableException fault = faults.connecting(e);
            if (fault instanceof RefusesUsException) {
                call.refused(fault.getMessage());
            } else {
                call.failed(fault.getMessage());
            }
            throw fault;
        }
    }

    /** Closes the connection; a waiting mail may get a new one by this, whose failure is not this mail's. */
    private void discard(SmtpConnection connection) {
        try {
            connections.invalidateObject(connection);
        } catch (Exception e) {
            // the connection is gone either way, and a mail that waits for another one meets the fault itself
        }
    }

    /** Settles encodings and boundaries; doing that gives the mail a new Message-ID, so its own is put back. */
    private static void freeze(MimeMessage mail) throws MessagingException {
        String id = mail.getMessageID();
        mail.saveChanges();
        if (id != null) {
            mail.setHeader("Message-ID", id);
        }
    }

    private static String recipient(MimeMessage mail) throws MessagingException {
        return ((InternetAddress) mail.getRecipients(Message.RecipientType.TO)[0]).getAddress();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        new SmtpPoolMeters(connections).bindTo(registry);
        refusals.bindTo(registry);
    }

    @Override
    public void destroy() {
        connections.close();
        timeouts.shutdownNow();
    }
}
