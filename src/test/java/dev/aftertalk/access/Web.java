package dev.aftertalk.access;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** A browser with its own cookies, which follows no redirect. */
final class Web {

    private static final AtomicInteger PLACES = new AtomicInteger();

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String base;
    /** Where a proxy says that it comes from, another place for each: what one of them guesses must not make all tests wait. */
    private String address = "203.0." + PLACES.incrementAndGet() / 250 + "." + (PLACES.get() % 250);

    Web(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** The same browser from somewhere else. */
    Web at(String place) {
        address = place;
        return this;
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Document page(String path, String... headers) {
        return Jsoup.parse(get(path, headers).body(), base + path);
    }

    /** Sends a form with the CSRF token of the login page, as name, value, name, value … */
    HttpResponse<String> post(String path, String... fields) {
        return send("POST", path, form(fields) + "&_csrf=" + encode(csrf()));
    }

    /** Sends a form as it is. */
    HttpResponse<String> postBare(String path, String... fields) {
        return send("POST", path, form(fields));
    }

    String csrf() {
        // The account page has it too, when one is logged in and the login page only leads away.
        String login = get("/login").body();
        Document page = login.isEmpty() ? page("/account") : Jsoup.parse(login);
        return page.select("meta[name=csrf-token]").attr("content");
    }

    HttpResponse<String> login(String name, String password) {
        return post("/login", "name", name, "password", password);
    }

    HttpCookie cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    HttpResponse<String> send(String method, String path, String form, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, form == null ? BodyPublishers.noBody() : BodyPublishers.ofString(form));
        request.header("X-Forwarded-For", address);
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (headers.length == 0) {
            request.header("Accept", "text/html");
        } else {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String form(String... fields) {
        List<String> parts = new ArrayList<>();
        for (int n = 0; n < fields.length; n += 2) {
            parts.add(encode(fields[n]) + "=" + encode(fields[n + 1]));
        }
        return String.join("&", parts);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
