package dev.aftertalk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a server shows Prometheus at one moment. */
public record Scrape(String text, Map<String, Double> series) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** @param authorization the value of the Authorization header */
    public static Scrape of(int port, String authorization) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", authorization)
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("It answers " + answer.statusCode() + ": " + answer.body());
            }
            return new Scrape(answer.body(), read(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Double> read(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
    }

    /** The value of a series, written as {@code name{label="value"}} with its labels in alphabetical order; 0 when there is none. */
    public double value(String name) {
        return series.getOrDefault(name, 0.0);
    }

    public Set<String> names() {
        return series.keySet().stream()
                .map(each -> each.replaceFirst("\\{.*", ""))
                .collect(Collectors.toSet());
    }
}
