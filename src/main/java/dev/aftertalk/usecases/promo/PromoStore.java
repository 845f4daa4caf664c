package dev.aftertalk.usecases.promo;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.time.MachineClock;
import dev.aftertalk.usecases.promo.Allocation.Shortage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The SQL that gives out codes, in the ledger's transactions. Whoever writes here locks one and the same row first, so that on either
 * database, and with any number of nodes, one at a time gives out codes: counting to the maximum and finding out whether a visitor has a
 * code already are then exact. One lock for all campaigns, because a transaction of the ledger may hold work of several, and nodes that
 * lock them in different order would wait for each other. The tables' unique keys would refuse a second code all the same.
 */
@Component
class PromoStore {

    private static final int MOST_COLLISIONS = 100;

    /** The first row of an ordered index on free codes. */
    static final String TAKE_FREE =
            """
            UPDATE promo_code SET allocated_at = ?, event_id = ?, label = ?, expires_on = ?
            WHERE campaign = ? AND code = (SELECT code FROM promo_code WHERE campaign = ? AND allocated_at IS NULL
              ORDER BY loaded_at, line LIMIT 1)
            RETURNING code""";

    private static final String MAKE =
            """
            INSERT INTO promo_code (campaign, code, loaded_at, line, allocated_at, event_id, label, expires_on)
            VALUES (?, ?, ?, 0, ?, ?, ?, ?) ON CONFLICT (campaign, code) DO NOTHING""";

    /** No campaign can have this name. */
    private static final String LOCK =
            """
            INSERT INTO promo_campaign (campaign, loaded, allocated) VALUES ('', 0, 0)
            ON CONFLICT (campaign) DO UPDATE SET allocated = promo_campaign.allocated""";

    private static final String COUNT =
            """
            INSERT INTO promo_campaign (campaign, loaded, allocated) VALUES (?, ?, ?)
            ON CONFLICT (campaign) DO UPDATE SET loaded = promo_campaign.loaded + excluded.loaded,
              allocated = promo_campaign.allocated + excluded.allocated""";

    static final String FIND =
            """
            SELECT h.identity, c.code, c.label, c.expires_on, c.event_id
            FROM promo_holder h JOIN promo_code c ON c.campaign = h.campaign AND c.code = h.code
            WHERE h.campaign = ? AND h.identity IN (%s)""";

    private final JdbcClient database;
    private final LedgerWrites writes;

    PromoStore(JdbcClient database, LedgerWrites writes) {
        this.database = database;
        this.writes = writes;
    }

    /** The code of the visitor if all its identities are known: nothing has to be written then. */
    Optional<PromoCode> find(String campaign, List<String> identities) {
        List<Held> held = held(database, campaign, identities);
        return held.size() == identities.size() ? Optional.of(held.get(0).code()) : Optional.empty();
    }

    /**
     * The visitor's code, the one it has or a new one; returns once it is the visitor's for good.
     *
     * @param identities the names the visitor is known by, most telling first
     * @param fresh what to give: label, last day and event of a code, which has none yet
     */
    Allocation allocate(Campaign campaign, List<String> identities, PromoCode fresh) {
        return writes.write(ledger -> {
            lock(ledger);
            List<Held> held = held(ledger, campaign.name(), identities);
            Allocation allocation = held.isEmpty()
                    ? give(ledger, campaign, fresh)
                    : Allocation.of(held.get(0).code());
            if (allocation.code() != null) {
                List<String> known = held.stream().map(Held::identity).toList();
                identities.stream()
                        .filter(identity -> !known.contains(identity))
                        .forEach(identity -> link(
                                ledger,
                                campaign.name(),
                                identity,
                                allocation.code().code()));
            }
            return allocation;
        });
    }

    /** What the visitor has, by its most telling identity first. */
    static List<Held> held(JdbcClient database, String campaign, List<String> identities) {
        String sql = FIND.formatted(String.join(", ", Collections.nCopies(identities.size(), "?")));
        List<Held> found = new ArrayList<>(database.sql(sql)
                .param(campaign)
                .params(identities)
                .query((row, number) -> new Held(row.getString("identity"), code(row)))
                .list());
        found.sort(Comparator.comparingInt(held -> identities.indexOf(held.identity())));
        return found;
    }

    private static Allocation give(JdbcClient ledger, Campaign campaign, PromoCode fresh) {
        if (campaign.hasMaximum() && allocated(ledger, campaign.name()) >= campaign.maximum()) {
            return Allocation.none(Shortage.MAXIMUM);
        }
        boolean made = campaign.pattern() != null;
        String code = made ? make(ledger, campaign, fresh) : takeFree(ledger, campaign.name(), fresh);
        if (code == null) {
            return Allocation.none(Shortage.EMPTY);
        }
        count(ledger, campaign.name(), made ? 1 : 0, 1);
        return Allocation.of(new PromoCode(code, fresh.label(), fresh.expiresOn(), fresh.eventId()));
    }

    private static long allocated(JdbcClient ledger, String campaign) {
        return ledger.sql("SELECT allocated FROM promo_campaign WHERE campaign = ?")
                .param(campaign)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    private static String takeFree(JdbcClient ledger, String campaign, PromoCode fresh) {
        return ledger.sql(TAKE_FREE)
                .params(MachineClock.now(), fresh.eventId(), fresh.label(), text(fresh.expiresOn()), campaign, campaign)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private static String make(JdbcClient ledger, Campaign campaign, PromoCode fresh) {
        for (int i = 0; i < MOST_COLLISIONS; i++) {
            String code = campaign.pattern().next();
            long now = MachineClock.now();
            int made = ledger.sql(MAKE)
                    .params(campaign.name(), code, now, now, fresh.eventId(), fresh.label(), text(fresh.expiresOn()))
                    .update();
            if (made == 1) {
                return code;
            }
        }
        return null;
    }

    private static void link(JdbcClient ledger, String campaign, String identity, String code) {
        ledger.sql("INSERT INTO promo_holder (campaign, identity, code) VALUES (?, ?, ?)")
                .params(campaign, identity, code)
                .update();
    }

    /** To be called first in every write to the tables of promo codes. */
    static void lock(JdbcClient ledger) {
        ledger.sql(LOCK).update();
    }

    /** Adds to the campaign's counters. */
    static void count(JdbcClient ledger, String campaign, long loaded, long allocated) {
        ledger.sql(COUNT).params(campaign, loaded, allocated).update();
    }

    private static PromoCode code(ResultSet row) throws SQLException {
        String expiresOn = row.getString("expires_on");
        return new PromoCode(
                row.getString("code"),
                row.getString("label"),
                expiresOn == null ? null : LocalDate.parse(expiresOn),
                row.getString("event_id"));
    }

    private static String text(LocalDate date) {
        return date == null ? null : date.toString();
    }

    record Held(String identity, PromoCode code) {}
}
