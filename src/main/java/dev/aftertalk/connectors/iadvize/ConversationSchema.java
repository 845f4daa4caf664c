package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.ledger.RetryableException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What iAdvize's GraphQL schema says of conversations, which all runs share: asked for at the first use, once a day after that, and again when
 * a query built from it is refused. Where iAdvize does not show it, conversations are asked for as documented, without a transcript.
 */
final class ConversationSchema {

    private static final Logger LOG = LoggerFactory.getLogger(ConversationSchema.class);
    private static final Duration KNOWN = Duration.ofDays(1);
    private static final Duration HIDDEN = Duration.ofMinutes(10);
    private static final Duration FAILED = Duration.ofMinutes(1);
    private static final int LONGEST_MEMORY = 100;

    private final Function<byte[], Message> ask;
    private final Duration longestWait;
    private final Clock clock;
    private final byte[] question;

    private final Set<String> noted = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock(); // a virtual thread may wait on it, unlike on synchronized
    private volatile Held held;
    private CachedFault fault;
    private boolean warned;

    /** A schema, or null for a hidden one, with the query built from it. */
    record Held(SchemaFields fields, ConversationQuery query, Instant asked, Instant until) {

        ConversationQuery without(Set<String> refused) {
            if (refused.isEmpty()) {
                return query;
            }
            return fields == null ? ConversationQuery.basic(refused) : ConversationQuery.of(fields, refused);
        }
    }

    /**
     * @param ask sends a request to GraphQL
     * @param longestWait how long a run waits for another run's question
     */
    ConversationSchema(Function<byte[], Message> ask, Duration longestWait, Clock clock) {
        this.ask = ask;
        this.longestWait = longestWait;
        this.clock = clock;
        try {
            String query = ConversationQuery.file("schema");
            this.question =
                    new ObjectMapper().writeValueAsBytes(Map.of("query", query, "operationName", "SchemaFields"));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema to use now. */
    Held current() {
        Held now = held;
        return now != null && clock.instant().isBefore(now.until()) ? now : renewed(now);
    }

    /** Says that a query built from {@code used} was refused; whether {@link #current()} may hold another one now. */
    boolean refused(Held used) {
        if (used != held) {
            return true;
        }
        if (clock.instant().isBefore(used.asked().plus(FAILED))) {
            return false; // it's not the schema's age
        }
        held = null;
        return true;
    }

    /** Logs what iAdvize does not answer: once, since every conversation is likely to show it. */
    void note(String what) {
        if (noted.size() < LONGEST_MEMORY && noted.add(what)) {
            LOG.warn("{} (said once)", what);
        } else {
            LOG.debug(what);
        }
    }

    private Held renewed(Held old) {
        boolean locked = false;
        try {
            locked = old == null ? lock.tryLock(longestWait.toMillis(), TimeUnit.MILLISECONDS) : lock.tryLock();
            if (!locked && old == null) {
                throw new RetryableException(
                        "iAdvize GraphQL took longer than " + longestWait + " to show its schema", null);
            }
            return locked && held == old ? askedFor(old) : old == null ? current() : old;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetryableException("interrupted while waiting for iAdvize's GraphQL schema", e);
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }

    private Held askedFor(Held old) {
        Instant now = clock.instant();
        if (fault != null && now.isBefore(fault.until())) {
            throw fault.again(now);
        }
        try {
            held = read(ask.apply(question), now, old);
            fault = null;
            noted.clear();
            return held;
        } catch (RuntimeException e) {
            if (old == null) {
                fault = CachedFault.of(e, now);
                throw e;
            }
            LOG.warn("iAdvize's GraphQL schema could not be refreshed, the known one stays in use: {}", e.toString());
            held = new Held(old.fields(), old.query(), old.asked(), now.plus(FAILED));
            return held;
        }
    }

    private Held read(Message answer, Instant now, Held old) {
        SchemaAnswer shown = SchemaAnswer.of(answer);
        if (shown.fields() == null) {
            return hidden(now, old, shown.said());
        }
        warned = false;
        return new Held(shown.fields(), ConversationQuery.of(shown.fields(), Set.of()), now, now.plus(KNOWN));
    }

    private Held hidden(Instant now, Held old, String said) {
        if (old != null && old.fields() != null) {
            return new Held(old.fields(), old.query(), old.asked(), now.plus(HIDDEN));
        }
        if (!warned) {
            warned = true;
            LOG.warn(
                    "iAdvize GraphQL does not show its schema ({}): conversations are read without transcript, tags and custom data",
                    said == null ? "no reason given" : HttpFaults.safe(said));
        }
        return new Held(null, ConversationQuery.basic(), now, now.plus(HIDDEN));
    }
}
