package dev.aftertalk.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@link StandIns}, in a process of their own; one for the whole benchmark, so that all meet the same. */
final class StandInsProcess {

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final String address;

    /** @param java the program */
    StandInsProcess(String java, Contender.Ports ports, Path folder) throws IOException, InterruptedException {
        address = "http://127.0.0.1:" + ports.http();
        process = Children.start(
                List.of(
                        java,
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Children.classPath(),
                        StandIns.class.getName(),
                        "--http=" + ports.http(),
                        "--smtp=" + ports.smtp()),
                folder,
                folder.resolve("stand-ins.log"));
        while (!answers()) {
            Thread.sleep(20);
        }
    }

    long pid() {
        return process.pid();
    }

    void reset() throws IOException, InterruptedException {
        ask("/reset");
    }

    void latency(long milliseconds) throws IOException, InterruptedException {
        ask("/latency/" + milliseconds);
    }

    /** @return how many visitors have a mail */
    int visitors() throws IOException, InterruptedException {
        return count("visitors");
    }

    /** @return how many mails came beyond the first of each visitor */
    int duplicates() throws IOException, InterruptedException {
        return count("duplicates");
    }

    /** @return how many mails came that were for nobody, or said something else */
    int unknown() throws IOException, InterruptedException {
        return count("unknown");
    }

    private int count(String what) throws IOException, InterruptedException {
        Matcher count = Pattern.compile("\"" + what + "\":(\\d+)").matcher(ask("/stats"));
        if (!count.find()) {
            throw new IllegalStateException("The stand-ins don't count " + what);
        }
        return Integer.parseInt(count.group(1));
    }

    /** @return when each visitor's first mail came, as {@link System#nanoTime} has it: on Linux the same clock in all processes */
    Map<Long, Long> arrivals() throws IOException, InterruptedException {
        Map<Long, Long> arrivals = new HashMap<>();
        ask("/delivered")
                .lines()
                .map(line -> line.split(" "))
                .forEach(parts -> arrivals.put(Long.parseLong(parts[0]), Long.parseLong(parts[2])));
        return arrivals;
    }

    /** @return how many mails each visitor got since this was asked last */
    Map<Long, Integer> take() throws IOException, InterruptedException {
        Map<Long, Integer> mails = new HashMap<>();
        ask("/take")
                .lines()
                .map(line -> line.split(" "))
                .forEach(parts -> mails.put(Long.parseLong(parts[0]), Integer.parseInt(parts[1])));
        return mails;
    }

    /** Has the mail server turn everybody away, or no longer. */
    void mailIsDown(boolean isDown) throws IOException, InterruptedException {
        ask(isDown ? "/mail/down" : "/mail/up");
    }

    void stop() throws InterruptedException {
        Children.stop(process);
    }

    private boolean answers() throws InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("The stand-ins have ended");
        }
        try {
            ask("/stats");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String ask(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString())
                .body();
    }
}
