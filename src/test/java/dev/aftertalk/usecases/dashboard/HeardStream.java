package dev.aftertalk.usecases.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** A stream of server-sent events, read as it comes. */
final class HeardStream implements AutoCloseable {

    final int status;
    final List<String> lines = new CopyOnWriteArrayList<>();
    private final InputStream body;
    private volatile boolean ended;
    private volatile String end = "open";

    HeardStream(HttpResponse<InputStream> answer) {
        this.status = answer.statusCode();
        this.body = answer.body();
        Thread reader = new Thread(this::read, "heard-stream");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            end = "ended by the server";
        } catch (IOException e) {
            end = "broken: " + e + ", " + e.getCause();
        } finally {
            ended = true;
        }
    }

    boolean ended() {
        return ended;
    }

    /** How often figures came. */
    long figures() {
        return lines.stream().filter("event: figures"::equals).count();
    }

    /** The figures that came last, whole; an empty page before that. */
    Document last() {
        List<String> heard = List.copyOf(lines);
        int end = heard.lastIndexOf("");
        int begin = heard.subList(0, Math.max(end, 0)).lastIndexOf("event: figures");
        return Jsoup.parse(heard.subList(Math.max(begin, 0), Math.max(end, 0)).stream()
                .filter(line -> begin >= 0 && line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .collect(Collectors.joining("\n")));
    }

    @Override
    public String toString() {
        return status + ", " + figures() + " figures, " + end;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
