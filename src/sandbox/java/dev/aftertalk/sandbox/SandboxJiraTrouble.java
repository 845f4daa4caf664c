package dev.aftertalk.sandbox;

/** The faults that a Jira was told to answer its next calls with. */
public final class SandboxJiraTrouble {

    private int status;
    private int times;
    private String retryAfter;

    /**
     * A fault to answer with.
     *
     * @param retryAfter value of the header, or null for none
     */
    record Fault(int status, String retryAfter) {}

    synchronized void expect(int status, int times, String retryAfter) {
        this.status = status;
        this.times = times;
        this.retryAfter = retryAfter;
    }

    /** The fault for the next call, or null when all is well. */
    synchronized Fault next() {
        return times-- > 0 ? new Fault(status, retryAfter) : null;
    }
}
