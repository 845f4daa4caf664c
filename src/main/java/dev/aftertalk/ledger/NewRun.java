package dev.aftertalk.ledger;

/**
 * A workflow's run that is to be stored.
 *
 * @param router the event's router run, which started it
 */
record NewRun(Run router, Start start) {

    /** Whether it may begin as soon as it is stored. */
    boolean isDueAtOnce() {
        return start.leftOut() == null && start.delay().isZero();
    }

    /** Its first attempt. */
    Run begun(long now) {
        return new Run(
                router.eventSeq(),
                start.workflow(),
                1,
                now,
                now,
                router.receivedAt(),
                null,
                router.eventId(),
                router.eventType(),
                router.body());
    }
}
