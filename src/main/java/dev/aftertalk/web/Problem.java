package dev.aftertalk.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The one form of every error answer: problem details (RFC 9457) that say what to do and nothing about what runs here. */
public final class Problem {

    /** The media type to send {@link #body} with. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String CALLERS_FAULT = "The request can't be answered as it is: check it and send it again.";
    private static final String OUR_FAULT = "Something went wrong on this side: try again later.";

    private static final Map<Integer, String> DETAILS = Map.ofEntries(
            Map.entry(400, "The request is malformed: check its address, headers and body."),
            Map.entry(401, "Sign in, or send valid credentials."),
            Map.entry(403, "These credentials don't allow this: use others, or ask for the right."),
            Map.entry(404, "There is nothing at this address: check its spelling."),
            Map.entry(405, "This address doesn't take this method: use one named in the Allow header."),
            Map.entry(406, "None of the accepted media types can be sent: accept another one."),
            Map.entry(408, "The request did not arrive in time: send it again."),
            Map.entry(413, "The body is too large: send a smaller one."),
            Map.entry(414, "The address is too long: shorten it."),
            Map.entry(415, "The body's media type is not taken here: send another one."),
            Map.entry(429, "Too many requests: slow down and try again later."),
            Map.entry(431, "The headers are too large: send fewer or shorter ones."),
            Map.entry(501, "This method or transfer coding is not known here: use another one."),
            Map.entry(503, "Not ready: try again in a few seconds."),
            Map.entry(505, "This version of HTTP is not spoken here: use HTTP/1.1."));

    private Problem() {}

    /**
     * The body of an answer.
     *
     * @param status the HTTP status that goes with the answer
     * @param detail what the caller can do about it, without anything internal; null for a general sentence
     */
    public static String body(int status, String detail) {
        HttpStatus known = HttpStatus.resolve(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        try {
            return JSON.writeValueAsString(
                    new Details("about:blank", title, status, detail == null ? detailOf(status) : detail));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A text can always be written as JSON", e);
        }
    }

    /** Answers a request with a problem; detail as in {@link #body}. */
    public static void send(HttpServletResponse response, int status, String detail) throws IOException {
        byte[] body = body(status, detail).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    /**
     * Answers a request with a page when a browser asks for one, in the general words of the reader's language, otherwise with a problem.
     *
     * @param detail of the problem, as in {@link #body}
     */
    public static void answer(HttpServletRequest request, HttpServletResponse response, int status, String detail)
            throws IOException {
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (ErrorPage.isWanted(request)) {
            ErrorPage.send(request, response, status, null);
        } else {
            send(response, status, detail);
        }
    }

    private static String detailOf(int status) {
        return DETAILS.getOrDefault(status, status < 500 ? CALLERS_FAULT : OUR_FAULT);
    }

    private record Details(String type, String title, int status, String detail) {}
}
