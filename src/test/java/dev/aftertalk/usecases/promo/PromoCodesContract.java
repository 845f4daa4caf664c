package dev.aftertalk.usecases.promo;

import static dev.aftertalk.usecases.promo.PromoDatabase.csv;
import static dev.aftertalk.usecases.promo.PromoDatabase.pattern;
import static dev.aftertalk.usecases.promo.PromoDatabase.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.WaitingException;
import dev.aftertalk.usecases.promo.PromoSettings.CampaignSettings;
import dev.aftertalk.usecases.promo.PromoSettings.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What holds on either database: no code twice, nobody with two, and never more than the maximum. */
abstract class PromoCodesContract {

    private static final int THREADS = 8;

    @TempDir
    Path folder;

    PromoDatabase database;

    abstract PromoDatabase newDatabase(Path folder);

    @BeforeEach
    void open() {
        database = newDatabase(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givesNoCodeTwiceAndNobodyTwoFromManyThreadsAndNodes() throws Exception {
        int visitors = Integer.getInteger("test.promo.allocations", 5_000);
        database.fill("big", 0, visitors);
        PromoSettings settings = settings(Map.of("big", csv(folder, null)));
        List<PromoCodes> nodes = nodes(settings);
        AtomicInteger next = new AtomicInteger();
        Map<Integer, String> codes = new ConcurrentHashMap<>();
        long begun = System.nanoTime();
        concurrently(() -> {
            for (int i = next.getAndIncrement(); i < visitors; i = next.getAndIncrement()) {
                codes.put(i, code(nodes.get(i % nodes.size()), "big", visitor(i), "e" + i));
            }
            return null;
        });
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        LoggerFactory.getLogger(getClass())
                .info(
                        "{} promo codes from {} threads in {} ms, {} a second",
                        visitors,
                        THREADS,
                        took.toMillis(),
                        visitors * 1000L / Math.max(1, took.toMillis()));

        assertThat(codes).hasSize(visitors);
        assertThat(new HashSet<>(codes.values())).hasSize(visitors);
        assertThat(database.count("SELECT count(*) FROM promo_code WHERE allocated_at IS NOT NULL"))
                .isEqualTo(visitors);
        assertThat(database.count("SELECT count(*) FROM promo_holder")).isEqualTo(visitors * 2L);
        assertThat(
                        database.count(
                                "SELECT count(*) FROM (SELECT code FROM promo_holder GROUP BY code HAVING count(*) <> 2) AS odd"))
                .isZero();
        assertThat(database.pool().level("big")).isEqualTo(new CodePool.Level(visitors, visitors));
        for (int i = 0; i < visitors; i += Math.max(1, visitors / 100)) {
            assertThat(code(nodes.get(0), "big", visitor(i), "later")).isEqualTo(codes.get(i));
        }
    }

    @Test
    void givesOneVisitorWhoComesManyTimesAtOnceOneCode() throws Exception {
        database.fill("c", 0, 100);
        List<PromoCodes> nodes = nodes(settings(Map.of("c", csv(folder, null))));
        Set<String> codes = ConcurrentHashMap.newKeySet();
        AtomicInteger turn = new AtomicInteger();
        concurrently(() -> {
            for (int i = 0; i < 50; i++) {
                int number = turn.getAndIncrement();
                Map<String, Object> visitor = number % 2 == 0
                        ? Map.of("email", "A@shop.test", "visitorId", "device-" + number % 5)
                        : Map.of("email", "a@shop.test", "legacyVisitorId", "4711");
                codes.add(code(nodes.get(number % nodes.size()), "c", visitor, "e" + number));
            }
            return null;
        });
        assertThat(codes).hasSize(1);
        assertThat(database.pool().level("c").allocated()).isEqualTo(1);
    }

    @Test
    void givesExactlyTheMaximumHoweverManyComeAtOnce() throws Exception {
        List<PromoCodes> nodes = nodes(settings(Map.of("made", pattern("M-{8}", 37))));
        AtomicInteger given = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger next = new AtomicInteger();
        concurrently(() -> {
            for (int i = next.getAndIncrement(); i < 200; i = next.getAndIncrement()) {
                Map<String, Object> promo = nodes.get(i % 2).allocate("made", visitor(i), "e" + i);
                (promo.containsKey("code") ? given : refused).incrementAndGet();
            }
            return null;
        });
        assertThat(given).hasValue(37);
        assertThat(refused).hasValue(163);
        assertThat(database.count("SELECT count(*) FROM promo_code")).isEqualTo(37);
        assertThat(nodes.get(0).allocate("made", visitor(1000), "e").get("refusal"))
                .isEqualTo("all 37 codes of the campaign made are given out");
    }

    @Test
    void waitsForCodesWhenThePoolIsEmptyAndGoesOnWhenItIsFilled() {
        database.fill("c", 0, 1);
        PromoCodes codes = database.codes(settings(Map.of("c", csv(folder, null))));
        assertThat(code(codes, "c", visitor(1), "e1")).isEqualTo("C-0000000");

        assertThatThrownBy(() -> codes.allocate("c", visitor(2), "e2"))
                .isInstanceOf(WaitingException.class)
                .hasMessage("Promo campaign c: no code is left; put a CSV file with new codes into " + folder);
        assertThat(code(codes, "c", visitor(1), "e3")).isEqualTo("C-0000000");
        assertThat(database.count("SELECT count(*) FROM promo_holder")).isEqualTo(2);

        database.fill("c", 1, 1);
        assertThat(code(codes, "c", visitor(2), "e2")).isEqualTo("C-0000001");
    }

    @Test
    void knowsAPersonByAddressOrAnyIdTogetherWithIt() {
        PromoCodes codes = database.codes(settings(Map.of("c", pattern("C-{8}", null))));
        String code = code(codes, "c", Map.of("email", "lea@shop.test", "visitorId", "uuid-1"), "e1");

        assertThat(code(codes, "c", Map.of("email", " LEA@Shop.test ", "legacyVisitorId", "42"), "e2"))
                .isEqualTo(code);
        assertThat(code(codes, "c", Map.of("email", "new@shop.test", "legacyVisitorId", "42"), "e3"))
                .isEqualTo(code);
        assertThat(code(codes, "c", Map.of("email", "third@shop.test", "visitorId", "UUID-1"), "e4"))
                .isEqualTo(code);
        assertThat(code(codes, "c", Map.of("email", "other@shop.test", "externalUserId", "42"), "e5"))
                .isNotEqualTo(code);
    }

    @Test
    void givesAnAddressTheCodeItHadWhenItsVisitorHasAnother() {
        PromoCodes codes = database.codes(settings(Map.of("c", pattern("C-{8}", null))));
        String device = code(codes, "c", Map.of("email", "a@shop.test", "visitorId", "1"), "e1");
        String address = code(codes, "c", Map.of("email", "b@shop.test", "visitorId", "2"), "e2");
        assertThat(device).isNotEqualTo(address);
        assertThat(code(codes, "c", Map.of("email", "b@shop.test", "visitorId", "1"), "e3"))
                .isEqualTo(address);
        assertThat(database.count("SELECT count(*) FROM promo_code")).isEqualTo(2);
    }

    @Test
    void givesEachCampaignItsOwnCode() {
        PromoCodes codes = database.codes(settings(Map.of("a", pattern("A-{8}", null), "b", pattern("B-{8}", null))));
        assertThat(code(codes, "a", visitor(1), "e1")).matches("A-[2-9A-HJKMNP-Z]{8}");
        assertThat(code(codes, "b", visitor(1), "e1")).matches("B-[2-9A-HJKMNP-Z]{8}");
    }

    @Test
    void keepsWhatWasPromisedWhenTheSettingsChange() {
        Instant day = Instant.parse("2026-11-22T23:30:00Z");
        PromoCodes before = database.codes(
                settings(Map.of("c", campaign("10 %", Duration.ofDays(30), null))), Clock.fixed(day, ZoneOffset.UTC));
        Map<String, Object> promo = before.allocate("c", visitor(1), "e1");
        assertThat(promo)
                .containsEntry("campaign", "c")
                .containsEntry("label", "10 %")
                .containsEntry("expiresAt", "2026-12-22")
                .containsEntry("expiresOn", "December 22, 2026")
                .containsEntry("repeated", false);

        PromoCodes after = database.codes(
                settings(Map.of("c", campaign(null, null, LocalDate.of(2027, 1, 1)))),
                Clock.fixed(day, ZoneOffset.UTC));
        assertThat(after.allocate("c", visitor(1), "e2"))
                .containsEntry("code", promo.get("code"))
                .containsEntry("label", "10 %")
                .containsEntry("expiresAt", "2026-12-22")
                .containsEntry("repeated", true);
        assertThat(after.allocate("c", visitor(2), "e3"))
                .containsEntry("expiresAt", "2027-01-01")
                .doesNotContainKey("label");
        assertThat(after.allocate("c", visitor(1), "e1")).containsEntry("repeated", false);
    }

    @Test
    void refusesWithAReasonOnceACodeOrItsCampaignIsOver() {
        Instant day = Instant.parse("2026-12-31T12:00:00Z");
        PromoSettings settings = settings(Map.of("c", campaign(null, Duration.ofDays(90), LocalDate.of(2026, 12, 31))));
        PromoCodes last = database.codes(settings, Clock.fixed(day, ZoneOffset.UTC));
        assertThat(last.allocate("c", visitor(1), "e1")).containsEntry("expiresAt", "2026-12-31");

        PromoCodes late = database.codes(settings, Clock.fixed(day.plus(Duration.ofDays(1)), ZoneOffset.UTC));
        assertThat(late.allocate("c", visitor(1), "e2").get("refusal"))
                .isEqualTo("the visitor's code of the campaign c expired on 2026-12-31");
        assertThat(late.allocate("c", visitor(2), "e2").get("refusal")).isEqualTo("the campaign c ended on 2026-12-31");
    }

    @Test
    void takesWhateverAVisitorTyped() {
        PromoCodes codes = database.codes(settings(Map.of("c", pattern("C-{8}", null))));
        List<String> typed = List.of(
                "\"; DROP TABLE promo_code; --\"@x.test",
                "<script>${1+1}#{2}</script>@x.test",
                "a\u0000b\r\nBcc: x@y.test",
                "\u202Eright@x.test",
                "😀@x.test",
                "x".repeat(100_000) + "@x.test",
                "@",
                "..\\/../etc@[10.0.0.1]");
        List<String> given = typed.stream()
                .map(text -> code(codes, "c", Map.of("email", text, "visitorId", text, "firstName", text), "e"))
                .toList();
        assertThat(new HashSet<>(given)).hasSize(typed.size());
        assertThat(code(codes, "c", Map.of("email", typed.get(5)), "e")).isEqualTo(given.get(5));
        assertThat(database.count("SELECT max(length(identity)) FROM promo_holder"))
                .isEqualTo(22);
    }

    @Test
    void asksForALookUpWhenNothingIsKnownOfTheVisitor() {
        PromoCodes codes = database.codes(settings(Map.of("c", pattern("C-{8}", null))));
        assertThatThrownBy(() -> codes.allocate("c", Map.of("firstName", "Léa", "email", " "), "e"))
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("Look the visitor up first");
        assertThatThrownBy(() -> codes.allocate("c", null, "e")).isInstanceOf(PermanentException.class);
        assertThatThrownBy(() -> codes.allocate("d", visitor(1), "e"))
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("There is no promo campaign 'd'");
    }

    @Test
    void triesAgainLaterWhenTheDatabaseIsAway() {
        PromoCodes codes = database.codes(settings(Map.of("c", pattern("C-{8}", null))));
        database.close();
        assertThatThrownBy(() -> codes.allocate("c", visitor(1), "e")).isInstanceOf(RetryableException.class);
    }

    private static CampaignSettings campaign(String label, Duration validFor, LocalDate expiresOn) {
        return new CampaignSettings(Source.PATTERN, null, null, "C-{8}", label, validFor, expiresOn, null);
    }

    /** Two, as on two servers. */
    List<PromoCodes> nodes(PromoSettings settings) {
        return List.of(database.codes(settings), database.codes(settings, Clock.systemUTC(), database.node()));
    }

    static Map<String, Object> visitor(int i) {
        return Map.of("email", "v" + i + "@visitors.test", "visitorId", "id-" + i);
    }

    static String code(PromoCodes codes, String campaign, Map<String, Object> visitor, String event) {
        return (String) codes.allocate(campaign, visitor, event).get("code");
    }

    static void concurrently(Callable<Void> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> all = new ArrayList<>(IntStream.range(0, THREADS)
                    .mapToObj(i -> threads.submit(task))
                    .collect(Collectors.toList()));
            for (Future<Void> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
