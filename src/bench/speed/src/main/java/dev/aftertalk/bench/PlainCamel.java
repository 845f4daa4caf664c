package dev.aftertalk.bench;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * What one would write with Camel alone for the same task: webhook, queue in memory, look-up of the visitor, mail. It checks no signature,
 * tries nothing again and forgets everything when it ends, so it is what durability and the rest are paid on top of.
 *
 * <pre>java -cp target/speed.jar dev.aftertalk.bench.PlainCamel --port=PORT --http=PORT --smtp=PORT</pre>
 */
public final class PlainCamel extends RouteBuilder {

    private static final int CONSUMERS = 16;
    private static final String QUEUE = "seda:closed?size=1000000&concurrentConsumers=" + CONSUMERS;

    private final int http;
    private final int smtp;

    private PlainCamel(int http, int smtp) {
        this.http = http;
        this.smtp = smtp;
    }

    public static void main(String... arguments) throws Exception {
        Arguments given = Arguments.of(arguments);
        Main main = new Main();
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty(
                "camel.server.port",
                String.valueOf(Loopback.of(given.needed("port")).getPort()));
        main.addInitialProperty("camel.component.http.connections-per-route", "64");
        main.addInitialProperty("camel.component.http.max-total-connections", "128");
        int http = Loopback.of(given.needed("http")).getPort();
        int smtp = Loopback.of(given.needed("smtp")).getPort();
        given.allTaken();
        main.configure().addRoutesBuilder(new PlainCamel(http, smtp));
        main.run();
    }

    @Override
    public void configure() {
        from("platform-http:/w0?httpMethodRestrict=POST").process(PlainCamel::accepted);

        from("platform-http:/w1?httpMethodRestrict=POST")
                .convertBodyTo(byte[].class)
                .to(QUEUE + "&waitForTaskToComplete=Never")
                .process(PlainCamel::accepted);

        from(QUEUE)
                .unmarshal()
                .json(Map.class)
                .choice()
                .when(exchange -> Events.CLOSED.equals(body(exchange).get("eventType")))
                .process(PlainCamel::askForVisitor)
                .to("http://127.0.0.1:" + http)
                .unmarshal()
                .json(Map.class)
                .process(PlainCamel::thank)
                .to("smtp://127.0.0.1:" + smtp);
    }

    private static void accepted(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
        exchange.getMessage().setBody("");
    }

    private static void askForVisitor(Exchange exchange) {
        Object visitor = body(exchange).get("visitorExternalId");
        Message request = exchange.getMessage();
        request.removeHeaders("*");
        request.setHeader(Exchange.HTTP_METHOD, "GET");
        request.setHeader(Exchange.HTTP_PATH, "/api/2/visitor/" + visitor);
        request.setBody(null);
    }

    private static void thank(Exchange exchange) {
        Map<?, ?> visitor = (Map<?, ?>) body(exchange).get("data");
        Message mail = exchange.getMessage();
        mail.removeHeaders("*");
        mail.setHeader("From", "shop@example.com");
        mail.setHeader("To", visitor.get("email"));
        mail.setHeader("Subject", "Thank you " + visitor.get("firstname"));
        mail.setBody("Thank you " + visitor.get("firstname"));
    }

    private static Map<?, ?> body(Exchange exchange) {
        return exchange.getMessage().getBody(Map.class);
    }
}
