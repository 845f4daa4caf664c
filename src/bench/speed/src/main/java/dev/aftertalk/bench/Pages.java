package dev.aftertalk.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What people and programs ask the server about its events: how long until the whole answer is there, as they know it. */
final class Pages {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final double SLOW_MILLIS = 5000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final String token;

    Pages(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** @return path by what it is for; each is asked for with what {@code next} says until there is no more, where it may take several calls */
    static Map<String, String> all() {
        String month = LocalDate.now(ZoneOffset.UTC).minusDays(30).toString();
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("newest events", "/api/events");
        pages.put("events of 30 days ago", "/api/events?to=" + month);
        pages.put("event by id", "/api/events?event=unknown");
        pages.put("runs that are dead", "/api/runs?state=dead");
        pages.put("runs that wait", "/api/runs?state=queued");
        pages.put("workflows", "/api/workflows");
        pages.put("conversation, to the end", "/api/events?conversation=unknown");
        pages.put("balance", "/api/ledger/balance");
        pages.put(
                "satisfaction of 90 days",
                "/api/satisfaction?from=" + LocalDate.now(ZoneOffset.UTC).minusDays(90));
        return pages;
    }

    /**
     * Adds the milliseconds that each took, {@code page.name}: the second time it was asked for, unless the first took so long that nobody
     * would ask again; none where it had no end.
     */
    void measure(Figures figures) throws IOException, InterruptedException {
        for (Map.Entry<String, String> page : all().entrySet()) {
            try {
                if (measure(figures, page.getKey(), page.getValue()) < SLOW_MILLIS) {
                    measure(figures, page.getKey(), page.getValue());
                }
                SpeedBenchmark.say(String.format(
                        Locale.ROOT, "  %s: %.0f ms", page.getValue(), figures.get("page." + page.getKey())));
            } catch (HttpTimeoutException e) {
                SpeedBenchmark.say("  " + page.getValue() + ": no answer within " + LONGEST);
            }
        }
    }

    private double measure(Figures figures, String name, String path) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        int calls = take(path, path.contains("unknown"));
        double millis = (System.nanoTime() - begin) / 1e6;
        figures.put("page." + name, millis);
        figures.put("calls." + name, calls);
        return millis;
    }

    /** @return how many calls it took */
    private int take(String path, boolean toTheEnd) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        String next = get(path);
        int calls = 1;
        while (toTheEnd && next != null) {
            if (System.nanoTime() - begin > LONGEST.toNanos()) {
                throw new HttpTimeoutException(path + " came to no end");
            }
            next = get(path + "&cursor=" + next);
            calls++;
        }
        return calls;
    }

    /** @return the cursor of the next page; null when there is none */
    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token)
                .timeout(LONGEST)
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        JsonNode next = Results.JSON.readTree(answer.body()).path("next");
        return next.isTextual() ? next.textValue() : null;
    }
}
