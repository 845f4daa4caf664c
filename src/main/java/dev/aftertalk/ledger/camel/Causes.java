package dev.aftertalk.ledger.camel;

import dev.aftertalk.ledger.CallFaults;
import dev.aftertalk.ledger.InDoubtException;
import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.text.RetryAfter;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.camel.http.base.HttpOperationFailedException;

/** What the ledger keeps of a failure: a line for the people who read it, and when the other side wants us back. */
final class Causes {

    private static final int LONGEST = 500;
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private Causes() {}

    /** One line without control characters, at most 500 characters. */
    static String describe(Throwable failure) {
        Throwable telling = find(failure, RetryableException.class);
        if (telling == null) {
            telling = find(failure, PermanentException.class);
        }
        if (telling != null) {
            return line(telling.getMessage());
        }
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String name = root.getClass().getSimpleName();
        return line(root.getMessage() == null ? name : name + ": " + root.getMessage());
    }

    /** Text as one line without control characters, at most 500 characters. */
    static String line(String text) {
        return PlainText.line(String.valueOf(text), LONGEST);
    }

    /** How long the other side asked us to stay away, at most a day. */
    static Optional<Duration> retryAfter(Throwable failure) {
        RetryableException retryable = find(failure, RetryableException.class);
        Optional<Duration> asked = retryable == null ? ofHttp(failure) : retryable.retryAfter();
        return asked.map(wait -> wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    }

    /** By the answer to an {@code http:} step of a workflow. */
    private static Optional<Duration> ofHttp(Throwable failure) {
        HttpOperationFailedException answered = find(failure, HttpOperationFailedException.class);
        if (answered == null || answered.getResponseHeaders() == null) {
            return Optional.empty();
        }
        return answered.getResponseHeaders().entrySet().stream()
                .filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
                .map(header -> RetryAfter.of(header.getValue()))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Whether what was asked of another system may have been done all the same: by a gateway's answer, too, that gave up on it. */
    static boolean isInDoubt(Throwable failure) {
        HttpOperationFailedException answered = find(failure, HttpOperationFailedException.class);
        return find(failure, OutcomeUnknownException.class) != null
                || find(failure, InDoubtException.class) != null
                || answered != null && (answered.getStatusCode() == 408 || answered.getStatusCode() >= 500);
    }

    /**
     * Whether a call may have arrived although no answer to it was read: the connection broke or kept silent once something was on its way.
     * Of the connector's own faults ({@link RetryableException}, {@link PermanentException}) only {@link #isInDoubt} says so. The method of an
     * HTTP request does not count: whoever puts {@code ledger:intent} before a GET says that it acts.
     */
    static boolean isAnswerLost(Throwable failure) {
        boolean broken = find(failure, IOException.class) != null
                || find(failure, TimeoutException.class) != null
                || isOfNetty(failure);
        return broken
                && find(failure, RetryableException.class) == null
                && find(failure, PermanentException.class) == null
                && !CallFaults.neverSent(failure);
    }

    /** Netty and Vert.x have exceptions of their own for a connection that closes or keeps silent, without a common type. */
    private static boolean isOfNetty(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause() == each ? null : each.getCause()) {
            String name = each.getClass().getName();
            if (name.startsWith("io.netty.") || name.startsWith("io.vertx.")) {
                return true;
            }
        }
        return false;
    }

    /** The first of this type among the failure and its causes; null when there is none. */
    static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause() == each ? null : each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
