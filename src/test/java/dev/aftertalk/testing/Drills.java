package dev.aftertalk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.aftertalk.care.drill.DrillReport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Has a server play fault drills, asked for over HTTP. */
public final class Drills {

    /** Beside what the fault itself holds up: what waited goes on over minutes, by the product's own settings. */
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(10);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private final String url;
    private final String authorization;

    /** @param authorization the value of the header, of somebody who may operate */
    public Drills(int port, String authorization) {
        this.url = "http://127.0.0.1:" + port + "/api/drills";
        this.authorization = authorization;
    }

    /** Plays one, and returns its report once there is nothing more to come. */
    public DrillReport play(String name, Duration time) throws Exception {
        String body = "{\"drill\": \"%s\", \"seconds\": %s}".formatted(name, time.toMillis() / 1e3);
        long id = read(send(request(url, "application/json")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))))
                .id();
        return await("the drill " + name + " is over")
                .atMost(time.multipliedBy(3).plus(LONGEST_RECOVERY))
                .until(() -> read(send(request(url + "/" + id, "application/json"))), DrillReport::hasFinished);
    }

    /** A report as it is written for people. */
    public String text(long id) throws Exception {
        return send(request(url + "/" + id, "text/plain"));
    }

    private HttpRequest.Builder request(String address, String accepted) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", authorization)
                .header("Accept", accepted);
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
        return answer.body();
    }

    private static DrillReport read(String json) throws Exception {
        return JSON.readValue(json, DrillReport.class);
    }
}
