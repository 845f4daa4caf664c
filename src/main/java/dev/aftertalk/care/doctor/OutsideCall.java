package dev.aftertalk.care.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls an address as somebody outside would, without following where it redirects to. */
final class OutsideCall {

    /** What iAdvize gives a connection, and a third of what it gives an answer. */
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private static final Duration ANSWER = Duration.ofSeconds(4);
    private static final int LONGEST = 64 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /**
     * An answer; headers that it lacks are empty.
     *
     * @param date null when there is none
     */
    record Answer(int status, String type, String location, String date, byte[] body) {}

    Answer get(URI url) throws IOException, InterruptedException {
        return send(request(url).GET());
    }

    /** @param signature of the body */
    Answer post(URI url, byte[] json, String signature) throws IOException, InterruptedException {
        return send(request(url)
                .header("Content-Type", "application/json")
                .header("x-iadvize-signature", signature)
                .POST(BodyPublishers.ofByteArray(json)));
    }

    private static HttpRequest.Builder request(URI url) {
        return HttpRequest.newBuilder(url).timeout(ANSWER).header("User-Agent", "Aftertalk doctor");
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            return new Answer(
                    answer.statusCode(),
                    header(answer, "Content-Type"),
                    header(answer, "Location"),
                    answer.headers().firstValue("Date").orElse(null),
                    body.readNBytes(LONGEST));
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
