package dev.aftertalk.connectors.calls;

/** Takes the times of the calls to one other system. */
@FunctionalInterface
public interface ConnectorTimer {

    /** Takes no times. */
    ConnectorTimer NONE = (outcome, nanos) -> {};

    /** How a call ended, as the ledger's two kinds of fault tell failures apart. */
    enum Outcome {
        SUCCESS,
        RETRYABLE,
        PERMANENT
    }

    void record(Outcome outcome, long nanos);

    /** What an HTTP status says. */
    static Outcome outcome(int status) {
        if (status >= 200 && status < 300) {
            return Outcome.SUCCESS;
        }
        return status == 408 || status == 425 || status == 429 || status >= 500 ? Outcome.RETRYABLE : Outcome.PERMANENT;
    }
}
