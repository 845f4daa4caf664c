package dev.aftertalk.deploy.versions;

import dev.aftertalk.ledger.history.Nodes;
import dev.aftertalk.privacy.Database;
import dev.aftertalk.privacy.Sweep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes out which versions ran on servers that are gone for long: each pod that is made anew is another server. One that comes back later takes
 * the newest versions, as a new one does.
 */
final class GoneNodes implements Sweep {

    private static final Duration KEPT = Duration.ofDays(30);

    /** Of those that are not alive: where each start makes another one and it soon dies, many come in a day. */
    private static final int MOST = 100;

    /** Each has some dozens of rows. */
    private static final int AT_ONCE = 10;

    private final Database database;
    private final long now;
    private boolean begun;

    /** @param now in milliseconds since 1970 */
    GoneNodes(Database database, long now) {
        this.database = database;
        this.now = now;
    }

    private record Seen(String node, long at) {}

    @Override
    public OptionalInt next() {
        if (!begun) {
            begun = true;
            see(Nodes.alive(database.reads()));
        }
        List<Seen> gone = gone();
        return gone.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(database.writes().write(ledger -> gone.stream()
                        .mapToInt(each -> forget(ledger, each))
                        .sum()));
    }

    private void see(Set<String> alive) {
        if (!alive.isEmpty()) {
            database.writes().write(ledger -> ledger.sql(
                            "UPDATE route_node SET seen = ? WHERE node IN (" + Database.marks(alive) + ") AND seen < ?")
                    .param(now)
                    .params(List.copyOf(alive))
                    .param(now)
                    .update());
        }
    }

    private List<Seen> gone() {
        List<Seen> others = database.reads()
                .sql("SELECT node, seen FROM route_node WHERE seen < ? ORDER BY seen DESC, node")
                .param(now)
                .query((row, n) -> new Seen(row.getString(1), row.getLong(2)))
                .list();
        List<Seen> gone = new ArrayList<>();
        for (int n = 0; n < others.size() && gone.size() < AT_ONCE; n++) {
            if (n >= MOST || others.get(n).at() < now - KEPT.toMillis()) {
                gone.add(others.get(n));
            }
        }
        return gone;
    }

    /** Not of one that has come back meanwhile. */
    private static int forget(JdbcClient ledger, Seen gone) {
        int rows = ledger.sql("DELETE FROM route_node WHERE node = ? AND seen = ?")
                .params(gone.node(), gone.at())
                .update();
        return rows == 0
                ? 0
                : rows
                        + ledger.sql("DELETE FROM route_last_good WHERE node = ?")
                                .param(gone.node())
                                .update();
    }
}
