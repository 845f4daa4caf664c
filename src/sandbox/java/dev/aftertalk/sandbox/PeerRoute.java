package dev.aftertalk.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Hands what a route of the sandbox gets to its peer, and answers without a header of the request.
 *
 * @param prefix where the peer's own paths begin
 */
record PeerRoute(String prefix, Peer peer) implements Processor {

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        PeerAnswer answer = peer.answer(request(message));
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setHeader(Exchange.CONTENT_TYPE, PeerAnswer.TYPE);
        answer.headers().forEach(message::setHeader);
        message.setBody(answer.json());
    }

    private PeerRequest request(Message message) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        message.getHeaders().forEach((name, value) -> headers.put(name, Objects.toString(value, null)));
        Path uploaded = message.getBody() instanceof Path path ? path : null; // the web server has written it to disk
        byte[] body = uploaded == null ? message.getBody(byte[].class) : Files.readAllBytes(uploaded);
        if (uploaded != null) {
            Files.delete(uploaded);
        }
        return new PeerRequest(
                headers.get(Exchange.HTTP_METHOD),
                headers.get(Exchange.HTTP_URI).substring(prefix.length()),
                headers.get(Exchange.HTTP_RAW_QUERY),
                headers,
                headers, // Camel has the parameters among them
                body == null ? new byte[0] : body,
                uploaded == null ? null : headers.get(Exchange.FILE_NAME));
    }
}
