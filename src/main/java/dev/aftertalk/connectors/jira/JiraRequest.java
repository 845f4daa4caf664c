package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;

/** Words a request to Jira in an empty message. */
final class JiraRequest {

    private JiraRequest() {}

    static Consumer<Message> json(HttpMethods method, String path, JsonNode body) {
        return message -> {
            to(message, method, path);
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(body.toString().getBytes(StandardCharsets.UTF_8));
        };
    }

    static Consumer<Message> get(String path, String query) {
        return message -> {
            to(message, HttpMethods.GET, path);
            message.setHeader(Exchange.HTTP_RAW_QUERY, query);
        };
    }

    /** @param name plain ASCII without quotes */
    static Consumer<Message> file(String path, String name, byte[] content) {
        HttpEntity body = MultipartEntityBuilder.create()
                .addBinaryBody("file", content, ContentType.create("text/plain", StandardCharsets.UTF_8), name)
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length + 400);
        try (body) {
            body.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return message -> {
            to(message, HttpMethods.POST, path);
            message.setHeader(Exchange.CONTENT_TYPE, body.getContentType());
            message.setHeader("X-Atlassian-Token", "no-check");
            message.setBody(bytes.toByteArray());
        };
    }

    static String segment(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The method as the value it is: from a text Camel would look for a converter at each call, through all it has. */
    private static void to(Message message, HttpMethods method, String path) {
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.HTTP_PATH, path);
    }
}
