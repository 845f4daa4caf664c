package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.secrets.KeyedDigest;
import dev.aftertalk.secrets.Sealer;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What iAdvize answered to the workflows that {@code iadvize.keep.workflows} names, sealed, so that a rehearsal later sees what they saw. It goes
 * with its event's person, and after {@code retention.look-ups}.
 */
@Component
class KeptAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(KeptAnswers.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A transcript is long; nobody else writes here. */
    private static final int LONGEST = 64 << 20;

    private static final String KEEP =
            """
            INSERT INTO kept_answer (event_id, asked, at, sealed) VALUES (?, ?, ?, ?)
            ON CONFLICT (event_id, asked) DO UPDATE SET at = excluded.at, sealed = excluded.sealed""";

    private final KeepSettings settings;
    private final JdbcClient reads;
    private final LedgerWrites writes;
    private final Sealer sealer;
    private final KeyedDigest digest;

    /** The database is looked for once something is kept or found: look-ups go without one too. */
    KeptAnswers(KeepSettings settings, @Lazy JdbcClient reads, @Lazy LedgerWrites writes) {
        this.settings = settings;
        this.reads = reads;
        this.writes = writes;
        KeyedDigest key = settings.secret().isEmpty() ? null : new KeyedDigest(settings.key());
        this.digest = key;
        this.sealer = key == null ? null : new Sealer(Base64.getUrlDecoder().decode(key.of("sealed answers")), LONGEST);
    }

    /** Looks something up and keeps what was found where that is wanted. */
    LookUp keeping(String object, LookUp real) {
        return exchange -> {
            if (!isKept(exchange)) {
                return real.find(exchange);
            }
            String asked = asked(object, exchange); // before the message becomes the answer
            Map<String, Object> found = real.find(exchange);
            keep(exchange, asked, found);
            return found;
        };
    }

    private boolean isKept(Exchange exchange) {
        String workflow = exchange.getProperty(LedgerConstants.WORKFLOW, String.class);
        return workflow != null && settings.workflows().contains(workflow);
    }

    /** Finds what was kept, and looks up what was not. */
    LookUp kept(String object, LookUp real) {
        return exchange -> {
            Optional<Map<String, Object>> kept =
                    digest == null ? Optional.empty() : find(exchange, asked(object, exchange));
            return kept.isPresent() ? kept.get() : real.find(exchange);
        };
    }

    private String asked(String object, Exchange exchange) {
        return digest.of("asked for " + object + " " + exchange.getMessage().getBody());
    }

    /** That it can't be kept is no reason for the run to fail. */
    private void keep(Exchange exchange, String asked, Map<String, Object> found) {
        String event = exchange.getProperty(LedgerConstants.EVENT_ID, String.class);
        try {
            String sealed = sealer.seal(JSON.writeValueAsString(found));
            long at = exchange.getProperty(LedgerConstants.FIRST_SEEN, Instant.class)
                    .toEpochMilli();
            writes.write(
                    ledger -> ledger.sql(KEEP).params(event, asked, at, sealed).update());
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.warn("What iAdvize answered for event {} can't be kept: {}", event, e.toString());
        }
    }

    private Optional<Map<String, Object>> find(Exchange exchange, String asked) throws JsonProcessingException {
        String event = exchange.getProperty(LedgerConstants.EVENT_ID, String.class);
        Optional<String> answer = sealed(event, asked).flatMap(sealer::open);
        return answer.isEmpty()
                ? Optional.empty()
                : Optional.of(JSON.readValue(answer.get(), new TypeReference<Map<String, Object>>() {}));
    }

    private Optional<String> sealed(String event, String asked) {
        try {
            return reads.sql("SELECT sealed FROM kept_answer WHERE event_id = ? AND asked = ?")
                    .params(event, asked)
                    .query(String.class)
                    .optional();
        } catch (DataAccessException e) {
            throw new RetryableException("The database can't be reached or is busy.", e);
        }
    }
}
