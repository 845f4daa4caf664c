package dev.aftertalk.intake;

import dev.aftertalk.intake.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** What the head of a webhook call must look like; nothing here touches its body. */
final class RequestChecks {

    private RequestChecks() {}

    static void requirePost(HttpServletRequest request) throws Refusal {
        if (!"POST".equals(request.getMethod())) {
            throw new Refusal(Reason.METHOD, 405, "Send webhooks with POST.", "Allow", "POST");
        }
    }

    static void requireJson(HttpServletRequest request) throws Refusal {
        List<String> values = Collections.list(request.getHeaders("Content-Type"));
        if (values.size() != 1 || !isJson(values.get(0))) {
            throw new Refusal(Reason.MEDIA_TYPE, 415, "Send the event with Content-Type: application/json, in UTF-8.");
        }
    }

    private static boolean isJson(String contentType) {
        try {
            MimeType type = MimeTypeUtils.parseMimeType(contentType);
            return type.equalsTypeAndSubtype(MimeTypeUtils.APPLICATION_JSON)
                    && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (InvalidMimeTypeException e) {
            return false;
        }
    }

    /** Says whether the body is compressed, and turns away what can't be inflated. */
    static boolean requireKnownEncoding(HttpServletRequest request) throws Refusal {
        List<String> encodings = Collections.list(request.getHeaders("Content-Encoding")).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .filter(value -> !value.isEmpty() && !value.equals("identity"))
                .toList();
        if (encodings.isEmpty()) {
            return false;
        }
        if (encodings.equals(List.of("gzip")) || encodings.equals(List.of("x-gzip"))) {
            return true;
        }
        throw new Refusal(
                Reason.MEDIA_TYPE, 415, "Send the body as it is, or compressed with gzip.", "Accept-Encoding", "gzip");
    }
}
