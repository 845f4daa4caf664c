package dev.aftertalk.ledger;

/**
 * One event in one workflow, claimed by this node: what a workflow route gets to work on.
 *
 * @param eventSeq the ledger's own number of the event
 * @param workflow name of the workflow, or {@link Ledger#ROUTER}
 * @param attempt how often the run has been claimed, from 1
 * @param firstDueAt when it was to begin, in milliseconds since 1970
 * @param firstClaimedAt when its first attempt began, or when it was to go on after it had waited for somebody
 * @param receivedAt when the event was accepted, in milliseconds since 1970
 * @param earlierAttempts how many of the attempts were before somebody had it run again, and so don't count as failures of this time
 * @param notCalled how many of the attempts since then ended before a call, since the other system was left alone
 * @param interrupted how often in a row the server has ended while it was at work
 * @param intent what an earlier attempt was about to do when its outcome got lost; null when nothing is in doubt
 * @param history what is kept of the attempts before, one JSON object a line; null when nothing is
 * @param body the bytes of the event as received
 */
public record Run(
        long eventSeq,
        String workflow,
        int attempt,
        int earlierAttempts,
        int notCalled,
        int interrupted,
        long firstDueAt,
        long firstClaimedAt,
        long receivedAt,
        String intent,
        String history,
        String eventId,
        String eventType,
        byte[] body) {

    /** A run that nobody has had run again and of whose attempts nothing is kept. */
    public Run(
            long eventSeq,
            String workflow,
            int attempt,
            long firstDueAt,
            long firstClaimedAt,
            long receivedAt,
            String intent,
            String eventId,
            String eventType,
            byte[] body) {
        this(
                eventSeq,
                workflow,
                attempt,
                0,
                0,
                0,
                firstDueAt,
                firstClaimedAt,
                receivedAt,
                intent,
                null,
                eventId,
                eventType,
                body);
    }

    /** Which attempt this is since it was started, or since somebody last had it run again; from 1. */
    public int attemptOfThisTime() {
        return attempt - earlierAttempts;
    }

    /** The same without those that did not get to call. */
    public int countedAttempt() {
        return attemptOfThisTime() - notCalled;
    }
}
