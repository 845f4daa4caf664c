package dev.aftertalk.intake;

/**
 * The reason a webhook call is turned away: the status, what the sender can do about it, and one header that helps.
 *
 * <p>It carries no stack trace: it is an answer, not a fault, and must stay cheap when someone sends many bad calls.
 */
final class Refusal extends Exception {

    /** What the metrics tell apart. */
    enum Reason {
        METHOD,
        MEDIA_TYPE,
        SIGNATURE,
        TOO_LARGE,
        TOO_SLOW,
        CUT_SHORT,
        NO_ROOM,
        BUSY,
        NOT_GZIP,
        NOT_UTF8,
        NOT_AN_EVENT,
        NOT_READY,
        UNAVAILABLE
    }

    private final Reason reason;
    private final int status;
    private final String header;
    private final String headerValue;

    Refusal(Reason reason, int status, String detail) {
        this(reason, status, detail, null, null);
    }

    Refusal(Reason reason, int status, String detail, String header, String headerValue) {
        super(detail, null, false, false);
        this.reason = reason;
        this.status = status;
        this.header = header;
        this.headerValue = headerValue;
    }

    Reason reason() {
        return reason;
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
