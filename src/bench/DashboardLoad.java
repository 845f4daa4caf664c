import java.io.IOException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How soon open dashboards show an answer, and what they, or as many consoles, cost the webhook. Starts target/aftertalk.jar in a folder of its own, posts answers at
 * a steady rate, in turns without and with dashboards open; each of these does what the page does: it listens to the stream of figures.
 *
 * <pre>./mvnw package -DskipTests && java src/bench/DashboardLoad.java [dashboards=200] [events a second=50] [seconds=60] [turns=2] [dashboard|console]</pre>
 *
 * <p>With {@code console} it is the console's overview that is open. Of dashboards an answer counts as shown once a dashboard was sent as many ratings as were answered 202 up to it.
 */
public class DashboardLoad {

    private static final String SECRET = "bench-secret";
    private static final String PASSWORD = "seven green bicycles";
    private static final int PROJECTS = 4;
    private static final Pattern RATINGS = Pattern.compile("id=\"stat-csat\">.*?class=\"of\">([\\d,]+|no) rating", Pattern.DOTALL);

    private final HttpClient webhook = client(new CookieManager());
    private final HttpClient browser = client(new CookieManager());
    private final String base;
    private final boolean console;

    /** Per project, and under 0 for all: when each answer was acknowledged. */
    private final List<List<Long>> acknowledged = new ArrayList<>();

    private final ConcurrentLinkedQueue<Long> shown = new ConcurrentLinkedQueue<>();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    private DashboardLoad(int port, boolean console) {
        this.console = console;
        base = "http://127.0.0.1:" + port;
        for (int project = 0; project <= PROJECTS; project++) {
            acknowledged.add(new ArrayList<>());
        }
    }

    public static void main(String... arguments) throws Exception {
        int[] given = {200, 50, 60, 2};
        boolean console = List.of(arguments).contains("console");
        for (int n = 0; n < Math.min(given.length, arguments.length); n++) {
            given[n] = Integer.parseInt(arguments[n]);
        }
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path folder = Files.createTempDirectory("aftertalk-bench");
        Process server = new ProcessBuilder(
                        "java", "-Xmx256m", "-jar", "target/aftertalk.jar",
                        "--server.port=" + port,
                        "--aftertalk.data-dir=" + folder.resolve("data"),
                        "--iadvize.webhook.secrets=" + SECRET,
                        "--mail.from=bench@shop.test",
                        "--security.first-password=first-password",
                        "--dashboard.max-streams=" + given[0],
                        "--dashboard.max-streams-per-user=" + given[0])
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            DashboardLoad load = new DashboardLoad(port, console);
            load.logIn();
            load.post(given[1], 15, "warm-up");
            for (int turn = 0; turn < given[3]; turn++) {
                load.post(given[1], given[2] / 2, "none open");
                load.withDashboards(given[0], given[1], given[2]);
            }
            load.post(given[1], given[2] / 2, "none open");
        } finally {
            server.destroy();
            server.waitFor(40, TimeUnit.SECONDS);
        }
        System.exit(0);
    }

    private static HttpClient client(CookieManager cookies) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    // ---- Login ----

    private void logIn() throws Exception {
        String page = null;
        for (int tries = 0; page == null || page.contains("name=\"password\"") && page.contains("action=\"/login\""); tries++) {
            if (tries > 240) {
                throw new IllegalStateException("No login within a minute");
            }
            Thread.sleep(250);
            try {
                page = submit("/login", page("/login"), "name=admin&to=/account&password=first-password");
            } catch (IOException | IllegalStateException notYet) {
                page = null;
            }
        }
        String word = PASSWORD.replace(' ', '+');
        submit("/account", page, "current=first-password&password=" + word + "&repeated=" + word);
        if (!page("/dashboard").contains("data-live-page")) {
            throw new IllegalStateException("The dashboard does not open");
        }
    }

    private String page(String path) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString()).body();
    }

    private String submit(String path, String page, String form) throws IOException, InterruptedException {
        Matcher token = Pattern.compile("name=\"csrf-token\" content=\"([^\"]+)\"").matcher(page);
        if (!token.find()) {
            throw new IllegalStateException("No form at " + path);
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form + "&_csrf=" + token.group(1)))
                .build();
        return browser.send(request, BodyHandlers.ofString()).body();
    }

    // ---- Answers ----

    private void post(int perSecond, int seconds, String what) throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        List<Long> times = java.util.Collections.synchronizedList(new ArrayList<>());
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        List<CompletableFuture<?>> answers = java.util.Collections.synchronizedList(new ArrayList<>());
        int count = perSecond * seconds;
        ScheduledFuture<?> beat = clock.scheduleAtFixedRate(
                () -> {
                    if (sent.getAndIncrement() < count) {
                        answers.add(postOne(times, refused));
                    }
                },
                0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
        while (sent.get() <= count) {
            Thread.sleep(50);
        }
        beat.cancel(false);
        clock.shutdown();
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
        print(what + ", 202 in", times, refused.get() + " refused");
    }

    private CompletableFuture<?> postOne(List<Long> times, AtomicInteger refused) {
        String conversation = UUID.randomUUID().toString();
        int project = 1 + Math.floorMod(conversation.hashCode(), PROJECTS);
        String body = ("{\"eventId\":\"%s\",\"eventType\":\"satisfaction.answered\",\"platform\":\"ha\",\"clientId\":1,\"projectId\":%d,"
                        + "\"conversationId\":\"%s\",\"createdAt\":\"%s\",\"customerSatisfaction\":%d}")
                .formatted(UUID.randomUUID(), project, conversation, Instant.now(), 1 + Math.floorMod(conversation.hashCode(), 5));
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/webhooks/iadvize"))
                .header("Content-Type", "application/json")
                .header("x-iadvize-signature", signature(body))
                .POST(BodyPublishers.ofString(body))
                .build();
        long begun = System.nanoTime();
        return webhook.sendAsync(request, BodyHandlers.discarding()).handle((answer, fault) -> {
            long now = System.nanoTime();
            if (fault != null || answer.statusCode() != 202) {
                refused.incrementAndGet();
                return null;
            }
            times.add(now - begun);
            for (int of : new int[] {0, project}) {
                synchronized (acknowledged.get(of)) {
                    acknowledged.get(of).add(now);
                }
            }
            return null;
        });
    }

    private static String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- Dashboards ----

    private void withDashboards(int dashboards, int perSecond, int seconds) throws Exception {
        shown.clear();
        received.set(0);
        faults.set(0);
        List<Dashboard> open = new ArrayList<>();
        for (int n = 0; n < dashboards; n++) {
            open.add(new Dashboard(n % (PROJECTS + 1)));
        }
        for (Dashboard each : open) {
            each.begin().get(10, TimeUnit.SECONDS);
        }
        for (Dashboard each : open) {
            each.shown().get(10, TimeUnit.SECONDS); // a page comes with its figures: what is measured begins when all are open
        }
        shown.clear();
        post(perSecond, seconds, dashboards + (console ? " consoles" : " dashboards"));
        Thread.sleep(3000);
        long behind = open.stream().filter(Dashboard::behind).count();
        open.forEach(Dashboard::close);
        String sent = received.get() + " times sent figures, " + faults.get() + " faults";
        if (console) {
            System.out.println("  " + sent);
        } else {
            print("  from 202 to a dashboard", new ArrayList<>(shown), sent + ", " + behind + " dashboards not up to date at the end");
        }
        Thread.sleep(1000);
    }

    /** An open page that shows one project, or under 0 all of them. */
    private final class Dashboard {

        private final int project;
        private final AtomicInteger seen = new AtomicInteger(-1);
        private final AtomicReference<java.util.concurrent.Flow.Subscription> stream = new AtomicReference<>();
        private final CompletableFuture<Boolean> shown = new CompletableFuture<>();

        Dashboard(int project) {
            this.project = project;
        }

        private String path() {
            return console ? "/console/stream" : "/dashboard/stream?range=7d" + (project == 0 ? "" : "&project=" + project);
        }

        CompletableFuture<?> begin() {
            CompletableFuture<Boolean> begun = new CompletableFuture<>();
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + path()))
                    .header("Accept", "text/event-stream")
                    .header("Accept-Language", "en")
                    .build();
            browser.sendAsync(request, answer -> {
                if (answer.statusCode() != 200) {
                    begun.completeExceptionally(new IllegalStateException("The stream is answered " + answer.statusCode()));
                    return HttpResponse.BodySubscribers.discarding();
                }
                begun.complete(true);
                return HttpResponse.BodySubscribers.fromLineSubscriber(new Lines());
            });
            return begun;
        }

        CompletableFuture<?> shown() {
            return shown;
        }

        void close() {
            java.util.concurrent.Flow.Subscription open = stream.get();
            if (open != null) {
                open.cancel();
            }
        }

        boolean behind() {
            if (console) {
                return false;
            }
            synchronized (acknowledged.get(project)) {
                return seen.get() < acknowledged.get(project).size();
            }
        }

        private boolean read(String fragment, long now) {
            if (console) {
                return fragment.contains("data-live");
            }
            Matcher ratings = RATINGS.matcher(fragment);
            if (!ratings.find()) {
                return false;
            }
            int count = ratings.group(1).equals("no") ? 0 : Integer.parseInt(ratings.group(1).replace(",", ""));
            int before = seen.getAndSet(count);
            List<Long> times = acknowledged.get(project);
            synchronized (times) {
                for (int n = before; before >= 0 && n < Math.min(count, times.size()); n++) {
                    DashboardLoad.this.shown.add(Math.max(0, now - times.get(n)));
                }
            }
            return true;
        }

        private final class Lines implements java.util.concurrent.Flow.Subscriber<String> {
            private final StringBuilder event = new StringBuilder();

            @Override
            public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
                stream.set(subscription);
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(String line) {
                if (!line.isEmpty()) {
                    event.append(line);
                    return;
                }
                if (event.indexOf("event: figures") == 0) {
                    received.incrementAndGet();
                    shown.complete(true);
                    if (!read(event.toString(), System.nanoTime())) {
                        faults.incrementAndGet();
                    }
                }
                event.setLength(0);
            }

            @Override
            public void onError(Throwable fault) {
                faults.incrementAndGet();
            }

            @Override
            public void onComplete() {
                // the server ended it; begun anew with the next turn
            }
        }
    }

    private static void print(String what, List<Long> nanos, String more) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        Function<Double, Double> at = part -> sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, part * sorted.length)] / 1e6;
        System.out.printf("%-28s p50 %7.1f ms  p99 %7.1f ms  max %7.1f ms  of %d; %s%n",
                what, at.apply(0.5), at.apply(0.99), at.apply(1.0), sorted.length, more);
    }
}
