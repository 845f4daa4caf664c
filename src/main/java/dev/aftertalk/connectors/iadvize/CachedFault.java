package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import java.time.Duration;
import java.time.Instant;

/** A failed login that answers, until a moment, for every run that would only repeat it. */
record CachedFault(Kind kind, String message, Instant until) {

    /** What to throw again. */
    enum Kind {
        PERMANENT,
        REFUSAL,
        TRANSIENT
    }

    private static final Duration STAYS = Duration.ofSeconds(30);
    private static final Duration TRANSIENT = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);

    static CachedFault of(Throwable fault, Instant now) {
        if (fault instanceof PermanentException) {
            return new CachedFault(Kind.PERMANENT, fault.getMessage(), now.plus(STAYS));
        }
        if (fault instanceof RefusesUsException) {
            return new CachedFault(Kind.REFUSAL, fault.getMessage(), now.plus(STAYS));
        }
        Duration hold = TRANSIENT;
        if (fault instanceof RetryableException retryable) {
            hold = retryable.retryAfter().orElse(TRANSIENT);
        }
        hold = hold.compareTo(TRANSIENT) < 0 ? TRANSIENT : hold;
        hold = hold.compareTo(LONGEST) > 0 ? LONGEST : hold;
        return new CachedFault(Kind.TRANSIENT, fault.getMessage(), now.plus(hold));
    }

    RuntimeException again(Instant now) {
        return switch (kind) {
            case PERMANENT -> new PermanentException(message);
            case REFUSAL -> new RefusesUsException(message);
            case TRANSIENT -> new RetryableException(message, Duration.between(now, until), null);
        };
    }
}
