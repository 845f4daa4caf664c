package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.access.TestTokens;
import dev.aftertalk.durability.OddAddresses.Who;
import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.RawExchange;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Sends everything that senders get wrong, and some more, to the webhook and to every other address: no answer is a fault of ours, what was
 * acknowledged ends in the ledger, and the log holds no fault. The same seed sends the same. The long version is
 * {@code -Dtest.seed=7 -Dtest.fuzz=PT1H -Dtest.events=50000}.
 */
class FuzzIT {

    private static final long SEED = Long.getLong("test.seed", 1);
    private static final Duration TIME = Duration.parse(System.getProperty("test.fuzz", "PT12S"));
    private static final int EVENTS = Integer.getInteger("test.events", 1_500);
    private static final int SENDERS = 2;
    /** Many of them wait for the server to give up what they never send. */
    private static final int STRANGERS = 6;

    private static final Pattern LINK =
            Pattern.compile("https://aftertalk\\.shop\\.test/(survey|unsubscribe)/([\\w-]+)");
    /** A line of a stack trace, or of a fault; a run that is dead, of an event that says nonsense, is none. */
    private static final Pattern FAULT = Pattern.compile(
            "(?m)^.*(?: ERROR (?!.*RunLog +: [\\w-]+ is dead for event )|^\\s+at [\\w.$/]+\\(|Caused by: |Exception in thread|OutOfMemory).*$");

    private static final Pattern INTERNALS = Pattern.compile(
            "\\tat [\\w.$/]+\\(|Caused by:|\\b(?:java|javax|jakarta|org\\.(?:springframework|apache|sqlite|postgresql)|com\\.fasterxml|freemarker|dev\\.aftertalk)\\.\\w+\\.\\w+");

    @TempDir
    Path folder;

    private final Findings findings = new Findings();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<String, String> known =
            new ConcurrentHashMap<>(Map.of("event", "0f0bb3af-5035-4ba3-b3fb-ff4879a3a74d"));

    @Test
    void nothingThatIsSentIsAFaultOfOurs() throws Exception {
        System.out.println("The fuzz sends what -Dtest.seed=" + SEED + " makes.");
        try (Peers peers = new Peers(folder.resolve("codes"), 0);
                AftertalkProcess aftertalk = AftertalkProcess.with(folder.resolve("data"), settings(peers))) {
            aftertalk.start();
            JdbcClient database = JdbcClient.create(
                    new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("data/aftertalk.db")));
            new SignedWebhook(aftertalk.port()).post(SignedWebhook.closedConversation(1));
            await("links in mails").atMost(Duration.ofMinutes(1)).until(() -> known.keySet()
                    .containsAll(List.of("survey", "unsubscribe")));
            send(aftertalk, database);

            assertThat(aftertalk.status("/health")).isEqualTo(200);
            assertThat(aftertalk.status("/actuator/health/readiness")).isEqualTo(200);
            checkLedger(database);
            checkLog(aftertalk.log());
            report();
            assertThat(findings.faults()).as("with -Dtest.seed=" + SEED).isEmpty();
            assertThat(acknowledged).hasSizeGreaterThan(EVENTS / 3);
        }
    }

    private String[] settings(Peers peers) {
        peers.smtp.handTo(this::findLinks);
        List<String> settings = new ArrayList<>(List.of(peers.settings()));
        settings.removeIf(setting -> setting.startsWith("--promo.")); // a code is made for each
        // What is cut off is given up soon, so that more can be sent.
        settings.addAll(List.of("--aftertalk.web.body-timeout=1s", "--server.tomcat.connection-timeout=5s"));
        return settings.toArray(String[]::new);
    }

    private void send(AftertalkProcess aftertalk, JdbcClient database) throws Exception {
        Map<Who, String> logins = logins(aftertalk.port(), database); // written before the server is busy writing
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> senders = new ArrayList<>();
        long end = System.nanoTime() + TIME.toNanos();
        try {
            for (int n = 0; n < SENDERS; n++) {
                OddWebhooks webhooks = new OddWebhooks(new Odds(SEED * 31 + n));
                senders.add(threads.submit(() -> sendEvents(webhooks, aftertalk.port())));
            }
            for (int n = 0; n < STRANGERS; n++) {
                Odds odds = new Odds(~SEED * 31 + n);
                senders.add(threads.submit(() -> sendRequests(odds, aftertalk.port(), logins, end)));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Void sendEvents(OddWebhooks webhooks, int port) throws Exception {
        try (RawExchange exchange = new RawExchange(port)) {
            for (int n = 0; n < EVENTS / SENDERS; n++) {
                OddWebhooks.Post post = webhooks.next();
                Reply reply = reply(exchange, post.request(), false);
                if (reply.isRefusedForNow()) {
                    // Only a server that was busy takes the same a moment later; one that can't cope with it never
                    // does.
                    reply = await().atMost(Duration.ofSeconds(60))
                            .pollInterval(Duration.ofMillis(200))
                            .until(() -> reply(exchange, post.request(), false), again -> !again.isRefusedForNow());
                }
                check("POST /webhooks/iadvize", post.kind(), post.request(), reply);
                if (reply.status() == 202) {
                    String id = post.event().id();
                    if (id == null) {
                        findings.fault("acknowledged what no JSON reader takes", () -> Findings.shown(post.request()));
                    } else if (post.event().isNew()) {
                        acknowledged.add(id);
                    }
                }
            }
        }
        return null;
    }

    private Void sendRequests(Odds odds, int port, Map<Who, String> logins, long end) throws Exception {
        OddRequests requests = new OddRequests(odds, known, logins);
        while (System.nanoTime() < end) {
            OddRequests.Request request = requests.next();
            try (RawExchange exchange = new RawExchange(port)) {
                check(request.kind(), request.odd(), request.bytes(), reply(exchange, request.bytes(), request.last()));
            }
        }
        return null;
    }

    private static Reply reply(RawExchange exchange, byte[] request, boolean last) throws IOException {
        try {
            return Reply.of(exchange.answer(request, last));
        } catch (java.net.SocketTimeoutException e) {
            exchange.close();
            return Reply.LATE;
        }
    }

    private void check(String kind, String odd, byte[] request, Reply reply) {
        findings.answered(kind + " " + reply.said());
        String fault = reply.fault(request);
        Matcher internals = INTERNALS.matcher(reply.text());
        // Operators see of a run what it failed with, in whoever's words that is.
        boolean isLedger = kind.startsWith("GET /api/events") || kind.startsWith("GET /api/runs");
        if (fault == null && !isLedger && internals.find()) {
            fault = "tells what runs here: " + internals.group();
        }
        if (fault != null) {
            findings.fault(
                    kind + ": " + fault,
                    () -> "(" + odd + ")\n" + Findings.shown(request) + "\n---\n"
                            + Findings.shown(reply.text().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
        }
    }

    private void checkLedger(JdbcClient database) {
        await("everything ends")
                .atMost(Duration.ofMinutes(3).plusMillis(EVENTS * 30L))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> Balance.of(database).onTheWay() == 0);
        Balance balance = Balance.of(database);
        System.out.println(balance.text());
        assertThat(balance.unexplained()).isZero();
        Set<String> kept = new HashSet<>(
                database.sql("SELECT event_id FROM event").query(String.class).list());
        assertThat(acknowledged).allMatch(kept::contains);
    }

    private void checkLog(String log) {
        Matcher line = FAULT.matcher(log);
        while (line.find()) {
            String from = log.substring(Math.max(0, line.start() - 500), Math.min(log.length(), line.end() + 1_500));
            findings.fault(
                    "the log: " + line.group().replaceFirst("^\\S+ +", "").replaceAll("[0-9a-f-]{8,}|\\d+", "#"),
                    () -> from);
        }
    }

    private void report() {
        System.out.println(findings.count() + " answers, " + acknowledged.size() + " events acknowledged:");
        findings.answers().forEach((how, often) -> System.out.println("  %8d  %s".formatted(often.sum(), how)));
    }

    private void findLinks(SmtpPeer.Mail mail) {
        Matcher link = LINK.matcher(mail.content().replace("=\r\n", "").replace("=3D", "="));
        while (link.find()) {
            known.putIfAbsent(link.group(1), link.group(2));
        }
    }

    private static Map<Who, String> logins(int port, JdbcClient database) throws Exception {
        return Map.of(
                Who.VIEWER, login(port, database, "viewer"),
                Who.OPERATOR, login(port, database, "operator"),
                Who.ADMIN, login(port, database, "admin"),
                Who.PROGRAM, "Authorization: " + TestTokens.authorization(database));
    }

    /** Headers of a browser that is logged in and of a page whose form is sent. */
    private static String login(int port, JdbcClient database, String role) throws Exception {
        String cookie = TestTokens.login(database, role);
        HttpRequest account = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/account"))
                .header("Cookie", cookie)
                .build();
        String page = HttpClient.newHttpClient()
                .send(account, BodyHandlers.ofString())
                .body();
        String token = Jsoup.parse(page).select("meta[name=csrf-token]").attr("content");
        assertThat(token).as(page).isNotEmpty();
        return "Cookie: " + cookie + "\r\nX-CSRF-TOKEN: " + token;
    }
}
