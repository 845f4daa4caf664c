package dev.aftertalk.webhook;

/**
 * The reason a webhook call is turned away: the status, what the sender can do about it, and one header that helps.
 *
 * <p>It carries no stack trace: it is an answer, not a fault, and must stay cheap when someone sends many bad calls.
 */
final class Refusal extends Exception {

    private final int status;
    private final String header;
    private final String headerValue;

    Refusal(int status, String detail) {
        this(status, detail, null, null);
    }

    Refusal(int status, String detail, String header, String headerValue) {
        super(detail, null, false, false);
        this.status = status;
        this.header = header;
        this.headerValue = headerValue;
    }

    int status() {
        return status;
    }

    /** Name of a header to answer with, or null. */
    String header() {
        return header;
    }

    String headerValue() {
        return headerValue;
    }
}
