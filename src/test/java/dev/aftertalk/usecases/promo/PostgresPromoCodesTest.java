package dev.aftertalk.usecases.promo;

import static dev.aftertalk.usecases.promo.PromoDatabase.pattern;
import static dev.aftertalk.usecases.promo.PromoDatabase.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PostgresPromoCodesTest extends PromoCodesContract {

    @Override
    PromoDatabase newDatabase(Path folder) {
        return PromoDatabase.postgres();
    }

    @Test
    void neverMakesNodesWaitForEachOtherHoweverManyCampaignsThereAre() throws Exception {
        List<PromoCodes> nodes = nodes(settings(
                Map.of("a", pattern("A-{8}", null), "b", pattern("B-{8}", null), "c", pattern("C-{8}", null))));
        AtomicInteger next = new AtomicInteger();
        long begun = System.nanoTime();
        concurrently(() -> {
            for (int i = next.getAndIncrement(); i < 600; i = next.getAndIncrement()) {
                code(nodes.get(i % 2), List.of("a", "b", "c").get(i % 3), visitor(i), "e" + i);
            }
            return null;
        });
        database.close(); // a connection tells what it has counted when it ends
        try (Connection connection = DriverManager.getConnection(database.url());
                ResultSet failures = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT deadlocks, xact_rollback FROM pg_stat_database WHERE datname = current_database()")) {
            assertThat(failures.next()).isTrue();
            assertThat(failures.getLong(1)).isZero();
            // With each lease a node puts an event in and takes it back, to see whether it could store one.
            long leases = 1 + Duration.ofNanos(System.nanoTime() - begun).toSeconds() / 7;
            assertThat(failures.getLong(2)).isLessThanOrEqualTo(2 * leases);
        }
    }
}
