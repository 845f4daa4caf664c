package dev.aftertalk.deploy.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.versions.RouteVersions.Deployed;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.TestDatabase;
import dev.aftertalk.privacy.Ages;
import dev.aftertalk.privacy.Database;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.Sweep;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which versions are kept, on SQLite. */
class RouteVersionsTest {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private Ledger ledger;
    private RouteVersions one;
    private RouteVersions two;
    private RouteVersions three;

    TestDatabase database() {
        return TestDatabase.sqlite(folder);
    }

    @BeforeEach
    void open() {
        database = database();
        ledger = new Ledger(
                database.dataSource(),
                "one",
                new LedgerSettings(Duration.ofSeconds(5), 1000, Duration.ofMillis(20), Duration.ofSeconds(30)));
        one = new RouteVersions(reads(), ledger, "one");
        two = new RouteVersions(reads(), ledger, "two");
        three = new RouteVersions(reads(), ledger, "three");
    }

    @AfterEach
    void close() {
        ledger.close();
        database.close();
    }

    private static RouteFile file(String text) {
        return new RouteFile(
                Path.of("routes/a.camel.yaml"), RouteFile.Kind.ROUTES, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Deployed> deployed(String text) {
        return List.of(new Deployed(file(text), "anna"));
    }

    @Test
    void knowsTheLastGoodVersionOfAFileOfEachServer() {
        one.keep(deployed("first"), "r1", "");
        two.keep(deployed("first"), "r1", "");
        two.keep(deployed("second"), "r2", "c2");
        two.keep(deployed("second"), "r2", "c2");

        assertThat(one.lastGood()).containsOnlyKeys(file("").path()).containsValue(file("first"));
        assertThat(two.lastGood()).containsOnlyKeys(file("").path()).containsValue(file("second"));
        assertThat(three.lastGood()).as("a new one's").containsValue(file("second"));
        assertThat(one.own()).containsExactly(file("").path());
        assertThat(three.own()).isEmpty();
        assertThat(database.rows("SELECT version, deployed_by, node FROM route_version ORDER BY number"))
                .extracting(row -> row.get("version") + " " + row.get("deployed_by") + " " + row.get("node"))
                .containsExactly(
                        file("first").version() + " anna one", file("second").version() + " anna two");
        assertThat(one.checked()).isEmpty();
        assertThat(two.checked()).contains("c2");
        assertThat(one.nodes())
                .extracting(node -> node.node() + " " + node.runs())
                .containsExactly("one r1", "two r2");

        Path path = file("").path();
        assertThat(history("one").requireLastGood(path).version())
                .isEqualTo(file("first").version());
        assertThat(history("one").lastGoodNumbers())
                .containsExactly(history("one").requireLastGood(path).number());
        assertThat(history("").requireLastGood(path).version())
                .isEqualTo(file("second").version());
    }

    @Test
    void knowsThatAServerHasDeletedAFileThatOthersHave() {
        one.keep(deployed("first"), "r1", "");
        two.keep(deployed("first"), "r1", "");
        one.keep(List.of(Deployed.gone(file("first"), "")), "r2", "");
        assertThat(one.lastGood()).isEmpty();
        assertThat(two.lastGood()).containsValue(file("first"));
        two.keep(deployed("second"), "r3", "");
        assertThat(one.lastGood()).isEmpty();
        assertThat(three.lastGood()).containsValue(file("second"));
        one.keep(deployed("first"), "r1", "");
        assertThat(one.lastGood()).containsValue(file("first"));
    }

    /** As after the update to the version that keeps each server's own. */
    @Test
    void takesTheNewestVersionsWhereNoneOfItsOwnIsKnown() {
        one.keep(deployed("first"), "r1", "");
        two.keep(deployed("second"), "r2", "");
        ledger.write(tables -> tables.sql("DELETE FROM route_last_good").update());
        assertThat(one.lastGood()).containsValue(file("second"));
        assertThat(one.own()).isEmpty();
        one.keep(deployed("second"), "r2", "");
        assertThat(one.own()).containsExactly(file("").path());
        assertThat(database.count("SELECT count(*) FROM route_version")).isEqualTo(2);
    }

    @Test
    void keepsTheVersionThatAServerRunsHoweverManyOthersHaveRun() {
        one.keep(deployed("first"), "r", "");
        for (int n = 0; n < RouteVersions.KEPT + 10; n++) {
            two.keep(deployed("version " + n), "r" + n, "");
        }
        assertThat(one.lastGood()).containsValue(file("first"));
        assertThat(database.count("SELECT count(*) FROM route_version")).isEqualTo(RouteVersions.KEPT + 1);
        one.keep(deployed("other"), "r", "");
        assertThat(database.count("SELECT count(*) FROM route_version")).isEqualTo(RouteVersions.KEPT);
    }

    @Test
    void forgetsWhatRanOnServersThatAreGoneForLong() {
        RouteVersions gone = new RouteVersions(reads(), ledger, "gone");
        for (RouteVersions each : List.of(gone, two, three)) {
            each.keep(deployed("first"), "r1", "");
        }
        for (int n = 0; n < 110; n++) {
            new RouteVersions(reads(), ledger, "passing " + n).keep(deployed("first"), "r1", "");
        }
        long now = System.currentTimeMillis();
        long day = Duration.ofDays(1).toMillis();
        ledger.write(tables -> {
            tables.sql("INSERT INTO node (node, host, place, lease_until) VALUES ('two', 'h', '/', ?)")
                    .param(now + 60 * day)
                    .update();
            tables.sql("UPDATE route_node SET seen = ? WHERE node IN ('gone', 'two')")
                    .param(now - 32 * day)
                    .update();
            return tables.sql("UPDATE route_node SET seen = ? WHERE node = 'three'")
                    .param(now - 29 * day)
                    .update();
        });
        sweep(now - day);
        assertThat(nodes()).as("one was not seen").hasSize(112).contains("two", "three");
        assertThat(gone.own()).isEmpty();
        assertThat(two.own()).isNotEmpty();

        sweep(now + day);
        assertThat(nodes())
                .as("those that are not alive")
                .hasSize(101)
                .contains("two")
                .doesNotContain("three");
        sweep(now + 31 * day);
        assertThat(nodes()).containsExactly("two");
        assertThat(database.count("SELECT count(*) FROM route_last_good")).isEqualTo(1);
    }

    private List<String> nodes() {
        return one.nodes().stream().map(RouteVersions.Node::node).toList();
    }

    private void sweep(long now) {
        Sweep sweep = new RouteData()
                .ageing()
                .get(0)
                .sweep()
                .apply(new Database(reads(), ledger), new Ages(Map.of(Kept.BRIEFLY, now)));
        while (sweep.next().isPresent()) {
            // the next piece
        }
    }

    @Test
    void forgetsADeletedFileAsAVersionThatRuns() {
        one.keep(deployed("first"), "r1", "");
        one.keep(List.of(Deployed.gone(file("first"), "")), "r2", "");
        assertThat(one.lastGood()).isEmpty();
        one.keep(deployed("first"), "r1", "");
        assertThat(one.lastGood()).containsValue(file("first"));
        assertThat(database.count("SELECT count(*) FROM route_version")).isEqualTo(3);
    }

    @Test
    void keepsAHundredVersionsOfAFile() {
        for (int n = 0; n < RouteVersions.KEPT + 10; n++) {
            one.keep(deployed("version " + n), "r" + n, "");
        }
        assertThat(database.count("SELECT count(*) FROM route_version")).isEqualTo(RouteVersions.KEPT);
        assertThat(one.lastGood()).containsValue(file("version " + (RouteVersions.KEPT + 9)));
    }

    private JdbcClient reads() {
        return JdbcClient.create(database.dataSource());
    }

    private RouteHistory history(String node) {
        return new RouteHistory(reads(), node);
    }

    private RouteHistory history() {
        return history("two");
    }

    @Test
    void tellsWhatWasDeployedWhenByWhomAndItsText() {
        one.keep(deployed("first"), "r1", "");
        two.keep(List.of(Deployed.gone(file("first"), "")), "r2", "");
        two.keep(deployed("second"), "r3", "");
        Path path = file("").path();

        List<RouteVersion> all = history().last(path, 10);
        assertThat(all)
                .extracting(each -> each.shortVersion() + " " + each.by() + " " + each.node())
                .containsExactly(
                        file("second").version().substring(0, 12) + " anna two",
                        "(deleted)  two",
                        file("first").version().substring(0, 12) + " anna one");
        assertThat(all.get(0).at()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(history().last(1)).containsExactly(all.get(0));
        assertThat(history().paths()).containsExactly(path);
        assertThat(history().lastGoodNumbers()).containsExactly(all.get(0).number());
        assertThat(history().file(all.get(2))).isEqualTo(file("first"));
        assertThatThrownBy(() -> history().file(all.get(1))).hasMessageContaining("the file was deleted then");
        assertThat(history().requireLastGood(path)).isEqualTo(all.get(0));
    }

    @Test
    void findsAVersionByItsNumberOrTheBeginningOfItsHash() {
        one.keep(deployed("first"), "r1", "");
        one.keep(deployed("second"), "r2", "");
        one.keep(deployed("first"), "r3", "");
        Path path = file("").path();
        List<RouteVersion> all = history().last(path, 10);

        assertThat(history().find(path, String.valueOf(all.get(1).number()))).isEqualTo(all.get(1));
        assertThat(history().find(path, file("second").version())).isEqualTo(all.get(1));
        assertThat(history().find(path, file("first").version().substring(0, 7).toUpperCase(Locale.ROOT)))
                .as("of two with the same text the newest")
                .isEqualTo(all.get(0));
        assertThatThrownBy(() -> history().find(path, "999"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining(path + " has no version 999; there are "
                        + all.get(0).number() + " (" + all.get(0).shortVersion() + "), ");
        assertThatThrownBy(() -> history().find(path, file("second").version().substring(0, 3)))
                .isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> history().find(Path.of("routes/none"), "1"))
                .hasMessageContaining("none was ever deployed");
    }

    @Test
    void asksBackWhereTheBeginningOfAHashMayBeOneOrAnother() {
        String insert =
                "INSERT INTO route_version (path, kind, version, content, deployed_at, deployed_by, node) VALUES (?, 'ROUTES', ?, ?, 1, '', 'one')";
        for (String hash : List.of("abcdef1" + "0".repeat(57), "abcdef2" + "0".repeat(57))) {
            ledger.write(tables -> tables.sql(insert)
                    .params(file("").path().toString(), hash, file("x").bytes())
                    .update());
        }
        assertThatThrownBy(() -> history().find(file("").path(), "abcdef"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("abcdef may be one or another version")
                .hasMessageContaining("abcdef100000")
                .hasMessageContaining("abcdef200000");
    }

    @Test
    void namesWhoHadAVersionPutBackOnce() {
        one.restoredBy(file("first"), "ben");
        assertThat(one.by(file("first"), "anna")).isEqualTo("ben");
        assertThat(one.by(file("first"), "anna")).isEqualTo("anna");
        one.restoredBy(file("first"), "ben");
        assertThat(one.by(file("second"), "anna")).isEqualTo("anna");
        assertThat(one.by(file("first"), "anna")).isEqualTo("anna");
    }

    @Test
    void refusesToWriteOneFolderWhereOtherServersAreAlive() {
        JdbcClient reads = JdbcClient.create(database.dataSource());
        String insert = "INSERT INTO node (node, host, place, lease_until) VALUES (?, 'h', '/', ?)";
        ledger.write(tables -> tables.sql(insert)
                .params("gone", System.currentTimeMillis() - 1)
                .update());
        assertThatNoException().isThrownBy(() -> RouteRestore.requireAlone(reads, "one", "--this-folder"));

        ledger.write(tables -> tables.sql(insert)
                .params("two", System.currentTimeMillis() + 60_000)
                .update());
        assertThatThrownBy(() -> RouteRestore.requireAlone(reads, "one", "--this-folder"))
                .isInstanceOf(NotRestorableException.class)
                .hasMessageContaining("Other servers are alive (two)")
                .hasMessageEndingWith("say so: --this-folder.");
    }
}
