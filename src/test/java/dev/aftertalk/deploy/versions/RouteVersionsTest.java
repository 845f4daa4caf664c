package dev.aftertalk.deploy.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.versions.RouteVersions.Deployed;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
        JdbcClient reads = JdbcClient.create(database.dataSource());
        one = new RouteVersions(reads, ledger, "one");
        two = new RouteVersions(reads, ledger, "two");
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
    void knowsTheLastGoodVersionOfAFileWhicheverServerDeployedIt() {
        one.keep(deployed("first"), "r1", "");
        two.keep(deployed("second"), "r2", "c2");
        two.keep(deployed("second"), "r2", "c2");

        assertThat(one.lastGood()).containsOnlyKeys(file("").path()).containsValue(file("second"));
        assertThat(database.rows("SELECT version, deployed_by, node FROM route_version ORDER BY number"))
                .extracting(row -> row.get("version") + " " + row.get("deployed_by") + " " + row.get("node"))
                .containsExactly(
                        file("first").version() + " anna one", file("second").version() + " anna two");
        assertThat(one.checked()).isEmpty();
        assertThat(two.checked()).contains("c2");
        assertThat(one.nodes())
                .extracting(node -> node.node() + " " + node.runs())
                .containsExactly("one r1", "two r2");
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

    private RouteHistory history() {
        return new RouteHistory(JdbcClient.create(database.dataSource()));
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
        assertThat(history().newest()).containsExactly(all.get(0).number());
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
        one.keep(deployed("first"), "r1", "");
        one.keep(deployed("second"), "r2", "");
        one.restoredBy(file("first"), "ben");
        one.keep(deployed("first"), "r3", "");
        one.keep(deployed("second"), "r4", "");
        one.keep(deployed("first"), "r5", "");
        assertThat(history().last(10))
                .extracting(RouteVersion::by)
                .containsExactly("anna", "anna", "ben", "anna", "anna");
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
