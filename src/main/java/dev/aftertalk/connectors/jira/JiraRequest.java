package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Puts a request to Jira into the message; nothing else of the message goes out. */
final class JiraRequest {

    /** The variable that holds the site's address while the kamelet runs. */
    static final String SITE = "jiraSite";

    private JiraRequest() {}

    static void json(Exchange exchange, String method, String path, JsonNode body) {
        Message message = fresh(exchange, method, path);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static void get(Exchange exchange, String path, String query) {
        Message message = fresh(exchange, "GET", path);
        message.setHeader(Exchange.HTTP_RAW_QUERY, query);
        message.setBody(null);
    }

    /** @param name plain ASCII without quotes */
    static void file(Exchange exchange, String path, String name, byte[] content) {
        String boundary = "aftertalk-" + UUID.randomUUID();
        ByteArrayOutputStream body = new ByteArrayOutputStream(content.length + 400);
        try {
            body.write(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                            + "\"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            body.write(content);
            body.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Message message = fresh(exchange, "POST", path);
        message.setHeader(Exchange.CONTENT_TYPE, "multipart/form-data; boundary=" + boundary);
        message.setHeader("X-Atlassian-Token", "no-check");
        message.setBody(body.toByteArray());
    }

    static String segment(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Message fresh(Exchange exchange, String method, String path) {
        String site = exchange.getVariable(SITE, String.class);
        Message message = exchange.getMessage();
        message.setHeaders(new HashMap<>());
        message.setHeader(Exchange.HTTP_URI, site);
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.HTTP_PATH, path);
        return message;
    }
}
