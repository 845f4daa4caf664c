package dev.aftertalk.connectors.calls;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.text.RetryAfter;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.HttpResponse;

/**
 * Turns the HTTP status another system answered with into the kinds of fault the ledger knows, worded for ops people. All
 * connectors use it, so that the same answer of any system is retried, or kept as a dead letter, alike.
 */
public final class HttpFaults {

    /** It knows nobody by the credentials that came with the request (RFC 9110 15.5.2). */
    public static final int UNAUTHORIZED = 401;

    /** It knows who asks, and does not let them (RFC 9110 15.5.4). */
    public static final int FORBIDDEN = 403;

    private static final int LONGEST_QUOTE = 200;
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"',;:()]+@[^\\s<>\"',;:()]+");

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
            throw of(status, RetryAfter.of(answer), said);
        }
    }

    /**
     * The fault that a status other than 2xx stands for.
     *
     * @param retryAfter how long it asks us to stay away, or null
     * @param said the other system's own words about it, or null
     */
    public RuntimeException of(int status, Duration retryAfter, String said) {
        String what = system + " answered HTTP " + status + quoted(said);
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new RetryableException(what, retryAfter, null);
        }
        if (status == UNAUTHORIZED) {
            return refused(what);
        }
        if (status == FORBIDDEN) { // this record or this project, for all we know
            return forbidden(what);
        }
        if (status >= 300 && status < 400) {
            return new PermanentException(what + ", a redirect, which is not followed: check " + url);
        }
        return new PermanentException(what);
    }

    /** The fault of credentials the other system does not accept: every other run fares the same until somebody mends it. */
    public RefusesUsException refused(String what) {
        return new RefusesUsException(checked(what));
    }

    /** The fault of credentials that don't reach as far as what was asked for. */
    public PermanentException forbidden(String what) {
        return new PermanentException(checked(what));
    }

    /** Why an answer refuses our credentials, when it is one of these statuses; null otherwise. */
    public String refusal(HttpResponse answer, int... refusals) {
        int status = answer.getCode();
        return IntStream.of(refusals).anyMatch(each -> each == status) ? refusal(status) : null;
    }

    /** That an answer refuses our credentials. */
    public String refusal(int status) {
        return checked(system + " answered HTTP " + status);
    }

    private String checked(String what) {
        return what + ": check " + credentials;
    }

    /** The fault of an answer that is no JSON: a gateway's page, a cut-off body. It is retried, since it's not the system that spoke. */
    public RetryableException notJson(Message answer) {
        String type = answer.getHeader(Exchange.CONTENT_TYPE, String.class);
        String what = " with something other than JSON (content type " + (type == null ? "none" : safe(type)) + ")";
        return new RetryableException(system + " answered HTTP " + status(answer) + what, null);
    }

    /** Another system's words made fit for a log and for the ledger: one line, bounded, without e-mail addresses. */
    public static String safe(String said) {
        String head = said.length() > 4 * LONGEST_QUOTE ? said.substring(0, 4 * LONGEST_QUOTE) : said;
        String line = ADDRESS.matcher(PlainText.line(head)).replaceAll("(an e-mail address)");
        return PlainText.cut(line, LONGEST_QUOTE + 1);
    }

    /** The status of an answer of {@link PooledHttpComponent}. */
    public static int status(Message answer) {
        return answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    }

    private static String quoted(String said) {
        return said == null || said.isBlank() ? "" : " (\"" + safe(said) + "\")";
    }
}
