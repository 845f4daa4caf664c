package dev.aftertalk.access;

import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.text.PacedLine;
import dev.aftertalk.time.SteadyClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * What is seen of logins: {@code aftertalk_logins_total} by outcome, a line a minute about wrong passwords, and the audit's
 * {@code login.locked}. What was typed as a name is nowhere in it unless there is such a user: it may be a password.
 */
@Component
class LoginWatch {

    /** What came of an attempt to log in. */
    enum Outcome {
        /** Logged in. */
        DONE,
        /** Name and password don't belong together. */
        WRONG,
        /** Not looked at: too many before. */
        WAITING,
        /** Not looked at: too many at once. */
        BUSY,
        /** Right, but disabled, without a role, by a name of another user, by a one-time password that waited too long, or not accepted from the identity provider. */
        REFUSED,
        /** The database or the identity provider could not be asked. */
        AWAY
    }

    private static final Logger LOG = LoggerFactory.getLogger(LoginWatch.class);
    private static final Duration PACE = Duration.ofMinutes(1);
    private static final Duration AUDITED = Duration.ofHours(1);

    private final Audit audit;
    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
    private final BriefCache<Boolean> locked;
    private final PacedLine line;

    @Autowired
    LoginWatch(Audit audit, MeterRegistry registry) {
        this(audit, registry, SteadyClock.get());
    }

    LoginWatch(Audit audit, MeterRegistry registry, Clock clock) {
        this.audit = audit;
        this.locked = new BriefCache<>(1_000, AUDITED, clock);
        this.line = new PacedLine(PACE, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder("aftertalk.logins")
                            .description("Attempts to log in, by what came of them")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void count(Outcome outcome) {
        counters.get(outcome).increment();
    }

    /**
     * Counts a wrong password and says so in the log, at most once a minute.
     *
     * @param user whose password it would have been; null: there is no such user
     * @param network where it came from
     */
    void wrong(User user, String network) {
        count(Outcome.WRONG);
        line.write(more -> LOG.warn(
                "A wrong password for {} from {}; {} more since the last such line. See aftertalk_logins_total.",
                user == null ? "a name that no user has" : user.name(),
                network.replaceAll("[^0-9A-Za-z.:/%-]", "?"),
                more));
    }

    /** Notes, once an hour and user, that the next password for a user must wait since so many were wrong. */
    void locked(User user) {
        boolean[] first = {false};
        locked.get(user.name(), name -> first[0] = true);
        if (first[0]) {
            try {
                audit.record(Audit.BY_ITSELF, "login.locked", user.name(), "");
            } catch (RetryableException | DataAccessException e) {
                LOG.warn("The audit can't note that passwords for {} must wait: the database is away", user.name());
            }
        }
    }
}
