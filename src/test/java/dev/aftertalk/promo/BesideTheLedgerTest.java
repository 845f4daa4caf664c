package dev.aftertalk.promo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite has one writer at a time: the ledger and the promo codes take turns. */
class BesideTheLedgerTest {

    private static final int EACH = 150;

    @TempDir
    Path folder;

    @Test
    void neitherFailsWhileBothWriteAsFastAsTheyCan() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try (PromoDatabase database = PromoDatabase.sqlite(folder);
                Ledger ledger = new Ledger(
                        database.dataSource(),
                        "node",
                        new LedgerSettings(
                                Duration.ofSeconds(20), 10_000, Duration.ofMillis(20), Duration.ofSeconds(30)))) {
            PromoCodes codes =
                    database.codes(PromoDatabase.settings(Map.of("c", PromoDatabase.pattern("C-{8}", null))));
            AtomicBoolean done = new AtomicBoolean();
            Future<Integer> accepted = threads.submit(() -> {
                int count = 0;
                for (; !done.get() || count < 100; count++) {
                    String id = "e" + count;
                    assertThat(ledger.accept(new IncomingEvent(id, "t", null, null, 1L, null, "webhook", new byte[10]))
                                    .get(20, TimeUnit.SECONDS))
                            .isTrue();
                }
                return count;
            });
            List<Future<?>> givers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int from = t * EACH;
                givers.add(threads.submit(() -> {
                    for (int i = from; i < from + EACH; i++) {
                        PromoCodesContract.code(codes, "c", PromoCodesContract.visitor(i), "e");
                    }
                }));
            }
            for (Future<?> giver : givers) {
                giver.get(60, TimeUnit.SECONDS);
            }
            done.set(true);
            assertThat(database.count("SELECT count(*) FROM event WHERE event_id LIKE 'e%'"))
                    .isPositive();
            assertThat(accepted.get(20, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(100);
            assertThat(database.pool().level("c").allocated()).isEqualTo(4 * EACH);
        } finally {
            threads.shutdownNow();
        }
    }
}
