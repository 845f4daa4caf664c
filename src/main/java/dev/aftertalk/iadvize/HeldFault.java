package dev.aftertalk.iadvize;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import java.time.Duration;
import java.time.Instant;

/** A failed login that answers, until a moment, for every run that would only repeat it. */
record HeldFault(boolean permanent, String message, Instant until) {

    private static final Duration PERMANENT = Duration.ofSeconds(30);
    private static final Duration TRANSIENT = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);

    static HeldFault of(Throwable fault, Instant now) {
        if (fault instanceof PermanentException) {
            return new HeldFault(true, fault.getMessage(), now.plus(PERMANENT));
        }
        Duration hold = TRANSIENT;
        if (fault instanceof RetryableException retryable) {
            hold = retryable.retryAfter().orElse(TRANSIENT);
        }
        hold = hold.compareTo(TRANSIENT) < 0 ? TRANSIENT : hold;
        hold = hold.compareTo(LONGEST) > 0 ? LONGEST : hold;
        return new HeldFault(false, fault.getMessage(), now.plus(hold));
    }

    RuntimeException again(Instant now) {
        return permanent
                ? new PermanentException(message)
                : new RetryableException(message, Duration.between(now, until), null);
    }
}
