package dev.aftertalk.tracing;

import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerObserver;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;

/** Learns from the ledger which events are new and how attempts ended, and passes all on to who else watches it. */
record TracedLedger(LedgerObserver others, Attempts attempts, Receipts receipts) implements LedgerObserver {

    @Override
    public void subscribed(String workflow) {
        others.subscribed(workflow);
    }

    @Override
    public void accepted(IncomingEvent event, boolean isNew) {
        others.accepted(event, isNew);
        if (isNew) {
            receipts.stored(event);
        } else {
            attempts.drop(event.eventId(), Ledger.ROUTER);
        }
    }

    @Override
    public void ended(Run run, Outcome outcome, long at) {
        others.ended(run, outcome, at);
        attempts.ended(run, outcome);
    }

    @Override
    public void diedInDoubt(String workflow) {
        others.diedInDoubt(workflow);
    }

    @Override
    public void takenBack(String workflow) {
        others.takenBack(workflow);
    }

    @Override
    public void died(String workflow) {
        others.died(workflow);
    }

    @Override
    public void committed(int operations, long nanos) {
        others.committed(operations, nanos);
        receipts.sweep();
    }

    @Override
    public void failed() {
        others.failed();
    }
}
