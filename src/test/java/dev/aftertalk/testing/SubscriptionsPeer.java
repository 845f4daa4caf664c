package dev.aftertalk.testing;

import dev.aftertalk.ledger.RetryableException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in for the bean {@code subscriptions} where a kamelet is tested alone. */
public final class SubscriptionsPeer {

    public static final String LINK = "https://aftertalk.example.com/unsubscribe/";

    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private volatile boolean away;

    /** From now on this address wants nothing of this list. */
    public void end(String list, String address) {
        ended.add(list + " " + address);
    }

    public boolean ended(String list, String address) {
        return ended.contains(list + " " + address);
    }

    public boolean endedAll(String address) {
        return ended("*", address);
    }

    /** Fails as while the database is away. */
    public void goAway() {
        away = true;
    }

    public String link(String list, String address) {
        if (away) {
            throw new RetryableException("The database can't tell whether the recipient has unsubscribed.", null);
        }
        return ended(list, address) ? "" : LINK + list;
    }
}
