package dev.aftertalk.bench;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** iAdvize's REST API, as far as it tells who a visitor is; and what the benchmark asks about the mails. */
final class VisitorLookUp implements Protocol {

    /** As the mail server expects it in each subject. */
    static final String FIRST_NAME = "Camille";

    private static final String VISITORS = "/api/2/visitor/";

    private final Deliveries deliveries;
    private final LongConsumer latency;
    private final Consumer<Boolean> mailIsDown;

    /**
     * @param latency takes the milliseconds that a look-up shall take from now on
     * @param mailIsDown takes whether the mail server shall be down from now on
     */
    VisitorLookUp(Deliveries deliveries, LongConsumer latency, Consumer<Boolean> mailIsDown) {
        this.deliveries = deliveries;
        this.latency = latency;
        this.mailIsDown = mailIsDown;
    }

    @Override
    public int take(byte[] bytes, int from, int to, Answers answers) {
        HttpFrame request = HttpFrame.of(bytes, from, to);
        if (request == null) {
            return 0;
        }
        String path = request.path().split("\\?", 2)[0];
        if (path.matches(VISITORS + "\\d+")) {
            answers.sendLater(answer("200 OK", "application/json", visitor(path.substring(VISITORS.length()))));
        } else {
            answers.send(control(path));
        }
        if (request.closes()) {
            answers.close();
        }
        return request.bytes();
    }

    private byte[] control(String path) {
        if (path.matches("/latency/\\d+")) {
            latency.accept(Long.parseLong(path.substring("/latency/".length())));
            return answer("200 OK", "text/plain", "");
        }
        return switch (path) {
            case "/stats" -> answer("200 OK", "application/json", deliveries.stats());
            case "/delivered" -> answer("200 OK", "text/plain", deliveries.delivered());
            case "/take" -> answer("200 OK", "text/plain", deliveries.take());
            case "/reset" -> {
                deliveries.reset();
                yield answer("200 OK", "text/plain", "");
            }
            case "/mail/down", "/mail/up" -> {
                mailIsDown.accept(path.endsWith("down"));
                yield answer("200 OK", "text/plain", "");
            }
            default -> answer("404 Not Found", "text/plain", "");
        };
    }

    private static String visitor(String id) {
        return """
                {"meta":{"status":"success"},"data":{"id":%1$s,"unique_id":"593de0891b628a50b09835dc6c0e92565329c74baa90e",\
                "external_id":"FR-%1$s","lastname":"Durand","firstname":"%2$s","address":"1 rue de l'Exemple","city":"Nantes",\
                "zip":"44000","country":"France","phone":"+33123456789","email":"%3$s","browser":"Chrome","website_id":[1],\
                "created_at":"2021-04-22 11:01:00","_link":"/visitor/%1$s"}}"""
                .formatted(id, FIRST_NAME, Deliveries.address(Long.parseLong(id)));
    }

    private static byte[] answer(String status, String type, String body) {
        String answer = "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        return answer.getBytes(StandardCharsets.ISO_8859_1);
    }
}
