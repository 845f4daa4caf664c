package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.live.RouteVersions.Deployed;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
}
