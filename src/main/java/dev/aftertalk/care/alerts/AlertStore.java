package dev.aftertalk.care.alerts;

import dev.aftertalk.privacy.Database;
import dev.aftertalk.time.ClockSkew;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of states, which all servers on the database share. All may throw what a database throws that can't be read or written. */
class AlertStore {

    private final Database database;

    AlertStore(Database database) {
        this.database = database;
    }

    /** Notes what this server sees now. */
    void see(List<Seen> all, long now) {
        if (!all.isEmpty()) {
            database.writes().write(ledger -> {
                all.forEach(each -> see(ledger, each, now));
                return all.size();
            });
        }
    }

    private static void see(JdbcClient ledger, Seen seen, long now) {
        ledger.sql(
                        """
                        INSERT INTO alert_state (name, kind, urgent, begin_text, end_text, link, since, first_at, seen_at, told)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
                        ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, urgent = excluded.urgent, begin_text = excluded.begin_text,
                          end_text = excluded.end_text, link = excluded.link, seen_at = excluded.seen_at""")
                .params(
                        seen.name(),
                        seen.kind(),
                        seen.urgent() ? 1 : 0,
                        seen.begin(),
                        seen.end(),
                        seen.link(),
                        seen.since() == null ? now : seen.since().toEpochMilli(),
                        now,
                        now)
                .update();
    }

    /** All states, those that began first before others. */
    List<AlertState> states() {
        return database.reads()
                .sql("SELECT * FROM alert_state ORDER BY first_at, name")
                .query(AlertStore::state)
                .list();
    }

    /**
     * Takes what is noted for later than now for noted now, at the start of this server or as its clock has been set back: a state would neither begin nor be over before
     * that time comes again.
     */
    void forgetAhead(long now) {
        database.writes().write(ledger -> ledger.sql(
                        """
                        UPDATE alert_state SET first_at = CASE WHEN first_at > :latest THEN :now ELSE first_at END,
                          seen_at = CASE WHEN seen_at > :latest THEN :now ELSE seen_at END,
                          gone_at = CASE WHEN gone_at > :latest THEN :now ELSE gone_at END
                        WHERE first_at > :latest OR seen_at > :latest OR gone_at > :latest""")
                .param("latest", ClockSkew.latest(now))
                .param("now", now)
                .update());
    }

    /** Keeps what follows from the states, and what is to be handed over to these ways. */
    void keep(Judgement judgement, Collection<String> ways, long now) {
        database.writes().write(ledger -> {
            judgement.back().forEach(each -> gone(ledger, each, null));
            judgement.gone().forEach(each -> gone(ledger, each, now));
            judgement.begun().forEach(each -> ledger.sql("UPDATE alert_state SET told = 1 WHERE name = ?")
                    .param(each.name())
                    .update());
            judgement.ended().forEach(each -> ledger.sql("DELETE FROM alert_state WHERE name = ? AND seen_at = ?")
                    .params(each.name(), each.seenAt())
                    .update());
            judgement.alerts().forEach(each -> AlertQueue.add(ledger, each, ways));
            return judgement.alerts().size();
        });
    }

    private static void gone(JdbcClient ledger, AlertState state, Long at) {
        ledger.sql("UPDATE alert_state SET gone_at = ? WHERE name = ?")
                .params(at, state.name())
                .update();
    }

    private static AlertState state(ResultSet row, int n) throws SQLException {
        long gone = row.getLong("gone_at");
        return new AlertState(
                row.getString("name"),
                row.getString("kind"),
                row.getInt("urgent") == 1,
                row.getString("begin_text"),
                row.getString("end_text"),
                row.getString("link"),
                row.getLong("since"),
                row.getLong("first_at"),
                row.getLong("seen_at"),
                gone == 0 ? null : (Long) gone,
                row.getInt("told") == 1);
    }
}
