package dev.aftertalk.usecases.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** A browser with the cookie of a login. */
final class Browsing {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;
    private final String cookie;

    Browsing(int port, String cookie) {
        this.base = "http://127.0.0.1:" + port;
        this.cookie = cookie;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return HTTP.send(request(path, headers), BodyHandlers.ofString());
    }

    Document page(String path, String... headers) throws IOException, InterruptedException {
        return Jsoup.parse(get(path, headers).body());
    }

    /** The stream, once its answer has begun. */
    HttpResponse<InputStream> stream(String query) throws IOException, InterruptedException {
        return HTTP.send(
                request("/dashboard/stream?" + query, "Accept", "text/event-stream"), BodyHandlers.ofInputStream());
    }

    /** Logs out as the button does. */
    int logOut() throws IOException, InterruptedException {
        HttpResponse<String> account = get("/account");
        String csrf =
                Jsoup.parse(account.body()).select("meta[name=csrf-token]").attr("content");
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/logout"))
                .header("Cookie", cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("_csrf=" + csrf))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest request(String path, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!all.contains("Accept")) {
            all.addAll(List.of("Accept", path.startsWith("/api/") ? "application/json" : "text/html"));
        }
        if (cookie != null) {
            all.addAll(List.of("Cookie", cookie));
        }
        return HttpRequest.newBuilder(URI.create(base + path))
                .headers(all.toArray(String[]::new))
                .build();
    }
}
