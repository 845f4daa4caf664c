package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;

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
        HttpEntity body = MultipartEntityBuilder.create()
                .addBinaryBody("file", content, ContentType.create("text/plain", StandardCharsets.UTF_8), name)
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length + 400);
        try (body) {
            body.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Message message = fresh(exchange, "POST", path);
        message.setHeader(Exchange.CONTENT_TYPE, body.getContentType());
        message.setHeader("X-Atlassian-Token", "no-check");
        message.setBody(bytes.toByteArray());
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
