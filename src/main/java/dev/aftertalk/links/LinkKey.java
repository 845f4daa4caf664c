package dev.aftertalk.links;

import dev.aftertalk.ledger.LedgerWrites;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The key all links are sealed with. It stands in the database, so that a link made by one node opens on every other, and after a restore. */
@Component
class LinkKey {

    private static final int BYTES = 32;
    private static final String READ = "SELECT secret_key FROM link_key WHERE id = 1";

    private final JdbcClient database;
    private final LedgerWrites writes;
    private volatile SecretKey key;

    LinkKey(JdbcClient database, LedgerWrites writes) {
        this.database = database;
        this.writes = writes;
    }

    /** AES, 256 bits; drawn when there is none yet. */
    SecretKey get() {
        if (key == null) {
            String stored = database.sql(READ).query(String.class).optional().orElseGet(this::draw);
            key = new SecretKeySpec(Base64.getDecoder().decode(stored), "AES");
        }
        return key;
    }

    /** Of two nodes that draw at the same moment, one wins and both use its key. */
    private String draw() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String drawn = Base64.getEncoder().encodeToString(random);
        return writes.write(ledger -> {
            ledger.sql("INSERT INTO link_key (id, secret_key) VALUES (1, ?) ON CONFLICT DO NOTHING")
                    .param(drawn)
                    .update();
            return ledger.sql(READ).query(String.class).single();
        });
    }
}
