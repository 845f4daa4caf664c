package dev.aftertalk.secrets;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.RetryableException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keys that stand in the database, so that what one node sealed opens on every other, and after a restore; made when first asked for. */
@Component
public class SharedKeys {

    private static final int BYTES = 32;
    private static final String READ = "SELECT value FROM shared_key WHERE name = ?";

    private final JdbcClient database;
    private final LedgerWrites writes;
    private final ConcurrentMap<String, Sealer> sealers = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, KeyedDigest> digests = new ConcurrentHashMap<>();

    public SharedKeys(JdbcClient database, LedgerWrites writes) {
        this.database = database;
        this.writes = writes;
    }

    /**
     * What seals for one purpose.
     *
     * @param purpose what is sealed for one doesn't open for another
     * @throws dev.aftertalk.ledger.RetryableException when the database is away
     */
    public Sealer sealer(String purpose) {
        return sealers.computeIfAbsent(purpose, name -> new Sealer(key(name)));
    }

    /**
     * What digests for one purpose. Not to be called within a write.
     *
     * @throws dev.aftertalk.ledger.RetryableException when the database is away
     */
    public KeyedDigest digest(String purpose) {
        return digests.computeIfAbsent(purpose, name -> new KeyedDigest(key(name)));
    }

    private byte[] key(String name) {
        try {
            String stored = database.sql(READ)
                    .param(name)
                    .query(String.class)
                    .optional()
                    .orElseGet(() -> draw(name));
            return Base64.getUrlDecoder().decode(stored);
        } catch (DataAccessException e) {
            throw new RetryableException("The database can't be reached or is busy.", e);
        }
    }

    /**
     * Draws a key that there is not yet. Of two nodes that draw at the same moment, one wins and both use its key.
     *
     * @return the key, in Base64
     */
    protected String draw(String name) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String drawn = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return writes.write(ledger -> {
            ledger.sql("INSERT INTO shared_key (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING")
                    .params(name, drawn)
                    .update();
            return ledger.sql(READ).param(name).query(String.class).single();
        });
    }
}
