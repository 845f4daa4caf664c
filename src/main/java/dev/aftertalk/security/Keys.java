package dev.aftertalk.security;

import dev.aftertalk.ledger.LedgerWrites;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keys that all nodes share, made when one is first asked for. */
@Component
class Keys {

    private final LedgerWrites writes;
    private final ConcurrentMap<String, String> known = new ConcurrentHashMap<>();

    Keys(LedgerWrites writes) {
        this.writes = writes;
    }

    /** 256 random bits in URL-safe Base64. */
    String get(String name) {
        return known.computeIfAbsent(name, this::fetch);
    }

    private String fetch(String name) {
        String made = Secrets.random();
        return writes.write(database -> {
            database.sql("INSERT INTO security_key (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING")
                    .params(name, made)
                    .update();
            return value(database, name);
        });
    }

    private static String value(JdbcClient database, String name) {
        return database.sql("SELECT value FROM security_key WHERE name = ?")
                .param(name)
                .query(String.class)
                .single();
    }
}
