package dev.aftertalk.testing;

import dev.aftertalk.connectors.mail.MailingLists;
import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.ledger.LedgerStatements;
import dev.aftertalk.ledger.RetryableException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in for the bean {@code subscriptions} where a kamelet is tested alone. */
public final class SubscriptionsPeer implements MailingLists {

    public static final String LINK = "https://aftertalk.example.com/unsubscribe/";

    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private volatile boolean away;

    /** From now on this address wants nothing of this list. */
    public void end(String list, String address) {
        ended.add(list + " " + address);
    }

    @Override
    public boolean ended(String list, String address) {
        return ended.contains(list + " " + address);
    }

    @Override
    public IntentPermit permit(String list, String mailbox, IntentPermit next) {
        boolean granted = !ended("*", mailbox);
        return new IntentPermit() {
            @Override
            public boolean grant(LedgerStatements ledger) {
                return granted && (next == null || next.grant(ledger));
            }

            @Override
            public String refused() {
                return granted ? next.refused() : "no e-mail: the recipient has unsubscribed from all mails";
            }
        };
    }

    /** Fails as while the database is away. */
    public void goAway() {
        away = true;
    }

    @Override
    public String link(String list, String address) {
        if (away) {
            throw new RetryableException("The database can't tell whether the recipient has unsubscribed.", null);
        }
        return ended(list, address) ? "" : LINK + list;
    }
}
