package dev.aftertalk.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in for the bean {@code subscriptions} where a kamelet is tested alone. */
public final class SubscriptionsPeer {

    public static final String LINK = "https://aftertalk.example.com/unsubscribe/";

    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    /** From now on this address wants nothing of this list. */
    public void end(String list, String address) {
        ended.add(list + " " + address);
    }

    public boolean ended(String list, String address) {
        return ended.contains(list + " " + address);
    }

    public String link(String list, String address) {
        return ended(list, address) ? "" : LINK + list;
    }
}
