package dev.aftertalk.http;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.client5.http.utils.DateUtils;

/**
 * Turns the HTTP status another system answered with into the two kinds of fault the ledger knows, worded for ops people. All
 * connectors use it, so that the same answer of any system is retried, or kept as a dead letter, alike.
 */
public final class HttpFaults {

    private static final int LONGEST_QUOTE = 200;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"',;:()]+@[^\\s<>\"',;:()]+");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private final String system;
    private final String credentials;
    private final String url;

    /**
     * @param system the other system as messages name it
     * @param credentials the settings to check when it refuses us
     * @param url the setting to check when it redirects us
     */
    public HttpFaults(String system, String credentials, String url) {
        this.system = system;
        this.credentials = credentials;
        this.url = url;
    }

    /**
     * Returns when an answer's status is 2xx and throws the fault it stands for otherwise.
     *
     * @param said the other system's own words about it, or null
     */
    public void check(Message answer, String said) {
        int status = status(answer);
        if (status < 200 || status > 299) {
            throw of(status, answer.getHeader("Retry-After", String.class), said);
        }
    }

    /** The fault that a status other than 2xx stands for. */
    public RuntimeException of(int status, String retryAfter, String said) {
        String what = system + " answered HTTP " + status + quoted(said);
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new RetryableException(what, retryAfter(retryAfter), null);
        }
        if (status == 401 || status == 403) {
            return refused(what);
        }
        if (status >= 300 && status < 400) {
            return new PermanentException(what + ", a redirect, which is not followed: check " + url);
        }
        return new PermanentException(what);
    }

    /** The fault of credentials the other system does not accept. */
    public PermanentException refused(String what) {
        return new PermanentException(what + ": check " + credentials);
    }

    /** The fault of an answer that is no JSON: a gateway's page, a cut-off body. It is retried, since it's not the system that spoke. */
    public RetryableException notJson(Message answer) {
        String type = answer.getHeader(Exchange.CONTENT_TYPE, String.class);
        String what = " with something other than JSON (content type " + (type == null ? "none" : safe(type)) + ")";
        return new RetryableException(system + " answered HTTP " + status(answer) + what, null);
    }

    /** How long {@code Retry-After} asks us to stay away, in either of its forms, or null when it says nothing we understand. */
    public static Duration retryAfter(String value) {
        if (value == null) {
            return null;
        }
        if (SECONDS.matcher(value.strip()).matches()) {
            return Duration.ofSeconds(Long.parseLong(value.strip()));
        }
        Instant at = DateUtils.parseStandardDate(value.strip());
        if (at == null) {
            return null;
        }
        Duration wait = Duration.between(Instant.now(), at);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** Another system's words made fit for a log and for the ledger: one line, bounded, without e-mail addresses. */
    public static String safe(String said) {
        String head = said.length() > 4 * LONGEST_QUOTE ? said.substring(0, 4 * LONGEST_QUOTE) : said;
        String line = UNPRINTABLE.matcher(head).replaceAll(" ").strip();
        line = ADDRESS.matcher(line).replaceAll("(an e-mail address)");
        return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line;
    }

    /** The status of an answer of {@link PooledHttpComponent}. */
    public static int status(Message answer) {
        return answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    }

    private static String quoted(String said) {
        return said == null || said.isBlank() ? "" : " (\"" + safe(said) + "\")";
    }
}
