package dev.aftertalk.ledger;

/** One attempt of a run: a node that slept through its lease may claim again what it still works on. */
record RunKey(long eventSeq, String workflow, int attempt) {

    static RunKey of(Run run) {
        return new RunKey(run.eventSeq(), run.workflow(), run.attempt());
    }
}
