package dev.aftertalk.tracing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.PeerServer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes spans as a collector does: OTLP over HTTP, in protobuf, which is read here by the numbers that the protocol gives its fields. */
final class Collector extends PeerServer {

    private static final int ERROR = 2;

    /**
     * A span as it came over the wire.
     *
     * @param parent "" for one that a trace begins with
     * @param process the start of a server that made it
     * @param linked the traces that it is linked to
     */
    record Taken(
            String name,
            String trace,
            String id,
            String parent,
            String process,
            boolean failed,
            Map<String, String> attributes,
            List<String> linked) {

        String attribute(String name) {
            return attributes.get(name);
        }
    }

    Collector() {
        super(0);
    }

    /** All that came so far, a few at a time. */
    List<Taken> spans() {
        return requests().flatMap(request -> spans(request.body())).toList();
    }

    /** The same as characters, for what must not be anywhere in it. */
    String text() {
        return requests()
                .map(request -> new String(request.body(), StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining("\n"));
    }

    private Stream<PeerRequest> requests() {
        return asked().stream().filter(request -> request.call().equals("POST /v1/traces"));
    }

    private static Stream<Taken> spans(byte[] request) {
        return parts(parse(ByteString.copyFrom(request)), 1).flatMap(server -> {
            String process = parts(server, 1)
                    .map(resource -> attributes(resource, 1).get("service.instance.id"))
                    .collect(Collectors.joining());
            return parts(server, 2).flatMap(scope -> parts(scope, 2)).map(span -> taken(span, process));
        });
    }

    private static Taken taken(UnknownFieldSet span, String process) {
        return new Taken(
                text(span, 5),
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                process,
                parts(span, 15)
                        .anyMatch(status -> status.getField(3).getVarintList().contains((long) ERROR)),
                attributes(span, 9),
                parts(span, 13).map(link -> hex(link, 1)).toList());
    }

    private static Map<String, String> attributes(UnknownFieldSet of, int field) {
        Map<String, String> attributes = new LinkedHashMap<>();
        parts(of, field)
                .forEach(each -> attributes.put(
                        text(each, 1), parts(each, 2).map(Collector::value).collect(Collectors.joining())));
        return attributes;
    }

    private static String value(UnknownFieldSet value) {
        return value.asMap().entrySet().stream()
                .map(field -> switch (field.getKey()) {
                    case 1 -> text(value, 1);
                    case 2 -> String.valueOf(field.getValue().getVarintList().get(0) == 1);
                    case 3 -> field.getValue().getVarintList().get(0).toString();
                    default ->
                        parts(value, 5)
                                .flatMap(array -> parts(array, 1))
                                .map(Collector::value)
                                .collect(Collectors.joining(","));
                })
                .collect(Collectors.joining());
    }

    private static Stream<UnknownFieldSet> parts(UnknownFieldSet of, int field) {
        return of.getField(field).getLengthDelimitedList().stream().map(Collector::parse);
    }

    private static String text(UnknownFieldSet of, int field) {
        return bytes(of, field).toStringUtf8();
    }

    private static String hex(UnknownFieldSet of, int field) {
        return HexFormat.of().formatHex(bytes(of, field).toByteArray());
    }

    private static ByteString bytes(UnknownFieldSet of, int field) {
        return of.getField(field).getLengthDelimitedList().stream().findFirst().orElse(ByteString.EMPTY);
    }

    private static UnknownFieldSet parse(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("No protobuf", e);
        }
    }
}
