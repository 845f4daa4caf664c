package dev.aftertalk.usecases.promo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The link between a person and codes, for taking it out. The codes themselves stay given out. */
public final class CodeHolders {

    private final List<Holder> holders;
    private final Set<String> eventIds;

    private CodeHolders(List<Holder> holders, Set<String> eventIds) {
        this.holders = holders;
        this.eventIds = eventIds;
    }

    private record Holder(String campaign, String identity, String code) {}

    private record Held(String campaign, String code) {}

    /**
     * What people hold whom these ids or addresses name, with everything else by which the same holder is known.
     *
     * @param ids of any kind that iAdvize has
     */
    public static CodeHolders of(JdbcClient database, Set<String> ids, Set<String> emails) {
        Set<String> identities = new LinkedHashSet<>();
        ids.forEach(
                id -> identities.addAll(Identities.of(Map.of("visitorId", id, "uniqueId", id, "legacyVisitorId", id))));
        emails.forEach(email -> identities.addAll(Identities.of(Map.of("email", email))));
        Set<Held> held = new HashSet<>();
        identities.forEach(identity -> held.addAll(database.sql(
                        """
                        SELECT campaign, code FROM promo_holder
                        WHERE campaign IN (SELECT campaign FROM promo_campaign) AND identity = ?""")
                .param(identity)
                .query((row, n) -> new Held(row.getString(1), row.getString(2)))
                .list()));
        List<Holder> holders = new ArrayList<>();
        Set<String> events = new HashSet<>();
        for (Held code : held) {
            holders.addAll(database.sql("SELECT identity FROM promo_holder WHERE campaign = ? AND code = ?")
                    .params(code.campaign, code.code)
                    .query((row, n) -> new Holder(code.campaign, row.getString(1), code.code))
                    .list());
            events.addAll(database.sql("SELECT event_id FROM promo_code WHERE campaign = ? AND code = ?")
                    .params(code.campaign, code.code)
                    .query(String.class)
                    .list());
        }
        events.removeAll(Collections.singleton(null));
        return new CodeHolders(holders, events);
    }

    /** The events they were given out for. */
    public Set<String> eventIds() {
        return eventIds;
    }

    public int codes() {
        return (int) holders.stream()
                .map(h -> new Held(h.campaign, h.code))
                .distinct()
                .count();
    }

    /** Makes them nobody's, in a transaction of the ledger. Whoever held one and comes back is a new person. */
    public void forget(JdbcClient ledger) {
        if (holders.isEmpty()) {
            return;
        }
        PromoStore.lock(ledger);
        for (Holder holder : holders) {
            ledger.sql("DELETE FROM promo_holder WHERE campaign = ? AND identity = ?")
                    .params(holder.campaign, holder.identity)
                    .update();
            ledger.sql("UPDATE promo_code SET event_id = NULL WHERE campaign = ? AND code = ?")
                    .params(holder.campaign, holder.code)
                    .update();
        }
    }
}
