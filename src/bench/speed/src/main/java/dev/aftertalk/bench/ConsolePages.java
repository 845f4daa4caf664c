package dev.aftertalk.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages as an admin who is logged in asks for them: how long until the whole page is there. */
final class ConsolePages {

    private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" content=\"([^\"]+)\"");
    private static final Pattern EVENT = Pattern.compile("/console/events/([0-9a-z]+)\"");
    private static final Pattern CONVERSATION = Pattern.compile("events\\?conversation=([0-9a-f-]+)\"");
    private static final Pattern GROUP = Pattern.compile("/console/dead-letters/group(\\?[^\"]+)\"");
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final String base;

    ConsolePages(int port) {
        base = "http://127.0.0.1:" + port;
    }

    /** @throws IllegalStateException when the password is not taken */
    void logIn(String password) throws IOException, InterruptedException {
        Matcher token = TOKEN.matcher(get("/login"));
        if (!token.find()) {
            throw new IllegalStateException("There is no form at /login");
        }
        HttpRequest login = HttpRequest.newBuilder(URI.create(base + "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "name=admin&to=/console&password=" + password + "&_csrf=" + token.group(1)))
                .build();
        String page = client.send(login, BodyHandlers.ofString()).body();
        if (!page.contains("data-live-page")) {
            throw new IllegalStateException("Nobody is logged in");
        }
    }

    /** @return path by what it is; ids are those of what the pages show */
    Map<String, String> all() throws IOException, InterruptedException {
        String events = get("/console/events");
        String event = first(EVENT, events);
        String conversation = first(CONVERSATION, get("/console/events/" + event));
        String group = first(GROUP, get("/console/dead-letters")).replace("&amp;", "&");
        String month = LocalDate.now(ZoneOffset.UTC).minusDays(30).toString();
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "/console");
        pages.put("overview, each change", "/console/figures");
        pages.put("events", "/console/events");
        pages.put("events of a type", "/console/events?type=v2.conversation.closed");
        pages.put("events of a workflow and state", "/console/events?workflow=thank-you-email&state=done");
        pages.put("events that are dead", "/console/events?state=dead");
        pages.put("events that are dead, by a word of the cause", "/console/events?state=dead&cause=refused");
        pages.put("events of a project", "/console/events?project=1");
        pages.put("events of a project that has none", "/console/events?project=2");
        pages.put("events of a conversation", "/console/events?conversation=" + conversation);
        pages.put("events up to 30 days ago", "/console/events?to=" + month);
        pages.put("one event", "/console/events/" + event);
        pages.put("dead letters", "/console/dead-letters");
        pages.put("a group, to choose from", "/console/dead-letters/group" + group);
        pages.put("a group, counted", "/console/dead-letters/replay" + group);
        pages.put("workflows, last week", "/console/workflows?last=week");
        pages.put("one workflow, last week", "/console/workflows/thank-you-email?last=week");
        pages.put("files", "/console/files");
        pages.put("one file", "/console/files/file?path=routes/workflows/thank-you-email.camel.yaml");
        pages.put("rehearsal", "/console/rehearsal");
        pages.put("sample event", "/console/sample");
        pages.put("promo codes", "/console/promo");
        pages.put("reconciliations", "/console/reconciliations");
        pages.put("settings", "/console/settings");
        pages.put("erasure", "/console/erasure");
        pages.put("audit", "/admin/audit");
        pages.put("dashboard", "/dashboard");
        return pages;
    }

    private static String first(Pattern what, String page) {
        Matcher found = what.matcher(page);
        if (!found.find()) {
            throw new IllegalStateException("Nothing like " + what + " in a page");
        }
        return found.group(1);
    }

    /** @return milliseconds, of each time; the first, which finds nothing in memory, is not among them */
    List<Double> take(String path, int times) throws IOException, InterruptedException {
        get(path);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            get(path);
            millis.add((System.nanoTime() - begin) / 1e6);
        }
        return millis;
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(LONGEST).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " was answered " + answer.statusCode());
        }
        return answer.body();
    }
}
