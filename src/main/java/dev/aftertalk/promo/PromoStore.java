package dev.aftertalk.promo;

import dev.aftertalk.promo.Allocation.Shortage;
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
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The SQL that gives out codes. Each transaction begins by locking the campaign's row, so that on either database, and with any number of
 * nodes, one at a time gives out its codes: counting to the maximum and finding out whether a visitor has a code already are then exact.
 * The tables' unique keys would refuse a second code all the same.
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

    private static final String LOCK =
            """
            INSERT INTO promo_campaign (campaign, loaded, allocated) VALUES (?, 0, 0)
            ON CONFLICT (campaign) DO UPDATE SET allocated = promo_campaign.allocated RETURNING allocated""";

    static final String FIND =
            """
            SELECT h.identity, c.code, c.label, c.expires_on, c.event_id
            FROM promo_holder h JOIN promo_code c ON c.campaign = h.campaign AND c.code = h.code
            WHERE h.campaign = ? AND h.identity IN (%s)""";

    private final JdbcClient database;
    private final TransactionTemplate transaction;

    PromoStore(JdbcClient database, PlatformTransactionManager transactions) {
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** The code of the visitor if all its identities are known: nothing has to be written then. */
    Optional<PromoCode> find(String campaign, List<String> identities) {
        List<Held> held = held(campaign, identities);
        return held.size() == identities.size() ? Optional.of(held.get(0).code()) : Optional.empty();
    }

    /** For each request its visitor's code, all in one transaction. */
    List<Allocation> allocate(Campaign campaign, List<PromoRequest> requests) {
        return transaction.execute(status -> {
            long before = lock(campaign.name());
            long issued = before;
            List<Allocation> allocations = new ArrayList<>(requests.size());
            for (PromoRequest request : requests) {
                List<Held> held = held(campaign.name(), request.identities());
                Allocation allocation = held.isEmpty()
                        ? give(campaign, request.fresh(), issued)
                        : Allocation.of(held.get(0).code());
                if (allocation.code() != null
                        && held.size() < request.identities().size()) {
                    link(
                            campaign.name(),
                            request.identities(),
                            held,
                            allocation.code().code());
                }
                issued += held.isEmpty() && allocation.code() != null ? 1 : 0;
                allocations.add(allocation);
            }
            if (issued > before) {
                count(campaign.name(), campaign.pattern() == null ? 0 : issued - before, issued - before);
            }
            return allocations;
        });
    }

    private long lock(String campaign) {
        return database.sql(LOCK).param(campaign).query(Long.class).single();
    }

    /** What the visitor has, by its most telling identity first. */
    private List<Held> held(String campaign, List<String> identities) {
        String sql = FIND.formatted(String.join(", ", Collections.nCopies(identities.size(), "?")));
        List<Held> found = new ArrayList<>(database.sql(sql)
                .param(campaign)
                .params(identities)
                .query((row, number) -> new Held(row.getString("identity"), code(row)))
                .list());
        found.sort(Comparator.comparingInt(held -> identities.indexOf(held.identity())));
        return found;
    }

    private Allocation give(Campaign campaign, PromoCode fresh, long issued) {
        if (issued >= campaign.maximum()) {
            return Allocation.none(Shortage.MAXIMUM);
        }
        String code = campaign.pattern() == null ? takeFree(campaign.name(), fresh) : make(campaign, fresh);
        return code == null
                ? Allocation.none(Shortage.EMPTY)
                : Allocation.of(new PromoCode(code, fresh.label(), fresh.expiresOn(), fresh.eventId()));
    }

    private String takeFree(String campaign, PromoCode fresh) {
        return database.sql(TAKE_FREE)
                .params(
                        System.currentTimeMillis(),
                        fresh.eventId(),
                        fresh.label(),
                        text(fresh.expiresOn()),
                        campaign,
                        campaign)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private String make(Campaign campaign, PromoCode fresh) {
        for (int i = 0; i < MOST_COLLISIONS; i++) {
            String code = campaign.pattern().next();
            long now = System.currentTimeMillis();
            int made = database.sql(MAKE)
                    .params(campaign.name(), code, now, now, fresh.eventId(), fresh.label(), text(fresh.expiresOn()))
                    .update();
            if (made == 1) {
                return code;
            }
        }
        return null;
    }

    private void link(String campaign, List<String> identities, List<Held> held, String code) {
        for (String identity : identities) {
            if (held.stream().noneMatch(known -> known.identity().equals(identity))) {
                database.sql("INSERT INTO promo_holder (campaign, identity, code) VALUES (?, ?, ?)")
                        .params(campaign, identity, code)
                        .update();
            }
        }
    }

    /** Adds to the campaign's counters. */
    void count(String campaign, long loaded, long allocated) {
        database.sql("UPDATE promo_campaign SET loaded = loaded + ?, allocated = allocated + ? WHERE campaign = ?")
                .params(loaded, allocated, campaign)
                .update();
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

    private record Held(String identity, PromoCode code) {}
}
