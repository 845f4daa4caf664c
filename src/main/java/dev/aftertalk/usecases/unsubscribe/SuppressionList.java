package dev.aftertalk.usecases.unsubscribe;

import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.ledger.LedgerStatements;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.time.MachineClock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who has unsubscribed from what. Both changes may be asked for again and lead to the same; each returns once it is committed, and throws
 * {@link dev.aftertalk.ledger.RetryableException} or {@link org.springframework.dao.DataAccessException} while the database is away.
 */
@Component
class SuppressionList {

    private static final String ALL = "*";

    static final String FIND = "SELECT list FROM unsubscribed WHERE address = ? AND list IN (?, '*')";
    private static final String ADD =
            "INSERT INTO unsubscribed (address, list, at, origin) VALUES (?, ?, ?, ?) ON CONFLICT (address, list) DO NOTHING";
    private static final String REMOVE = "DELETE FROM unsubscribed WHERE address = ? AND list IN (?, '*')";

    private final JdbcClient database;
    private final LedgerWrites writes;

    SuppressionList(JdbcClient database, LedgerWrites writes) {
        this.database = database;
        this.writes = writes;
    }

    SubscriptionStatus standing(Subscriber subscriber) {
        return standing(database.sql(FIND)
                .params(subscriber.digest(), subscriber.list())
                .query((row, n) -> row.getString(1))
                .list());
    }

    private static SubscriptionStatus standing(List<String> left) {
        if (left.contains(ALL)) {
            return SubscriptionStatus.UNSUBSCRIBED_FROM_ALL;
        }
        return left.isEmpty() ? SubscriptionStatus.SUBSCRIBED : SubscriptionStatus.UNSUBSCRIBED;
    }

    /** Refused when the subscriber has unsubscribed; else as the next one says, which may be null. */
    IntentPermit permit(Subscriber subscriber, IntentPermit next) {
        String digest = subscriber.digest();
        return new IntentPermit() {

            private volatile SubscriptionStatus standing;

            @Override
            public boolean grant(LedgerStatements ledger) {
                standing = standing(ledger.read(FIND, digest, subscriber.list()));
                return standing == SubscriptionStatus.SUBSCRIBED && (next == null || next.grant(ledger));
            }

            @Override
            public String refused() {
                return switch (standing) {
                    case SUBSCRIBED -> next.refused();
                    case UNSUBSCRIBED -> "no e-mail: the recipient has unsubscribed from " + subscriber.list();
                    case UNSUBSCRIBED_FROM_ALL -> "no e-mail: the recipient has unsubscribed from all mails";
                };
            }
        };
    }

    /** Unsubscribes from the list. Whoever has done so already costs no write. */
    void add(Subscriber subscriber, UnsubscribeSource origin) {
        if (standing(subscriber) == SubscriptionStatus.SUBSCRIBED) {
            add(subscriber, subscriber.list(), origin);
        }
    }

    /** Unsubscribes from every list there is or will be. */
    void addToAll(Subscriber subscriber, UnsubscribeSource origin) {
        if (standing(subscriber) != SubscriptionStatus.UNSUBSCRIBED_FROM_ALL) {
            add(subscriber, ALL, origin);
        }
    }

    /** Subscribes to the list again; whoever had unsubscribed from all gets the others again too, but for those left one by one. */
    void remove(Subscriber subscriber) {
        if (standing(subscriber) != SubscriptionStatus.SUBSCRIBED) {
            writes.write(ledger -> ledger.sql(REMOVE)
                    .params(subscriber.digest(), subscriber.list())
                    .update());
        }
    }

    private void add(Subscriber subscriber, String list, UnsubscribeSource origin) {
        writes.write(ledger -> ledger.sql(ADD)
                .params(subscriber.digest(), list, MachineClock.now(), origin.stored())
                .update());
    }
}
