package dev.aftertalk.ledger.camel;

import dev.aftertalk.ledger.Intents;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.Start;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * A run on its way through a route. The exchange carries it as a property, so that a copy of the exchange (split, multicast) still ends the
 * same run.
 */
final class RunInProgress {

    private static final String PROPERTY = "ledgerRun";
    private static final int MOST_STEPS = 20;
    private static final int MOST_TARGETS = 10;

    private final Run run;
    private final RetryPolicy retries;
    private final List<Start> starts = new ArrayList<>();
    private final Deque<RecordedStep> steps = new ArrayDeque<>();
    private final List<String> targets = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Intents intents;
    private Outcome outcome;
    private int forgotten;
    private boolean intends;
    private boolean refused;
    private boolean accepted;

    /** What the other side is known to have done. */
    enum Effect {
        /** What it was asked. */
        DONE,
        /** So it answered: the step that reads the answer may find that it can't be told from it. */
        ACCEPTED,
        /** Nothing. */
        NONE,
        /** That is not known. */
        UNKNOWN,
        /** An error was answered: the step that reads it says by how the attempt ends. */
        LEFT_OPEN
    }

    /** @param retries when the workflow wants to be tried again */
    RunInProgress(Run run, RetryPolicy retries) {
        this.run = run;
        this.retries = retries;
        this.intents = Intents.of(run.intent());
    }

    /** @throws IllegalStateException when the exchange comes from somewhere else than the ledger */
    static RunInProgress of(Exchange exchange, String operation) {
        RunInProgress found = find(exchange);
        if (found == null) {
            throw new IllegalStateException(
                    "ledger:" + operation
                            + " works only in a route that begins with ledger:events or ledger:workflow, or in one that such a route calls.");
        }
        return found;
    }

    /** True for an exchange that belongs to a run a step has ended. */
    static boolean hasEnded(Exchange exchange) {
        RunInProgress found = find(exchange);
        return found != null && found.outcome() != null;
    }

    /** Null when the exchange comes from somewhere else than the ledger. */
    static RunInProgress find(Exchange exchange) {
        return exchange.getProperty(PROPERTY, RunInProgress.class);
    }

    void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    Run run() {
        return run;
    }

    /** Whether it has left no trace so far: no call, nothing made elsewhere, no note. */
    synchronized boolean didNothing() {
        return steps.isEmpty() && targets.isEmpty() && notes.isEmpty();
    }

    /** When the workflow wants to be tried again, where a step does not say otherwise. */
    RetryPolicy retries() {
        return retries;
    }

    /** The first end counts. */
    synchronized void end(Outcome ended) {
        if (outcome == null) {
            outcome = ended;
        }
    }

    /** Null while no step has ended the run. */
    synchronized Outcome outcome() {
        return outcome;
    }

    /**
     * The next call acts.
     *
     * @return what is to be recorded first
     */
    synchronized String intending(String act) {
        intends = true;
        refused = false;
        return intents.begin(act);
    }

    /** What was to be recorded was not; the next call is no act. */
    synchronized void intendsNothing() {
        intends = false;
        intents.cameToNothing();
    }

    /** What this attempt and those before have done outside, or may have. */
    Intents intents() {
        return intents;
    }

    /** What is to be kept of that; null when what was recorded stands as it is. */
    synchronized Intents intentsAfter(Outcome ended) {
        if (ended instanceof Outcome.Retry && !ended.keepIntent()) {
            intents.cameToNothing(); // it failed before the call, or at an answer that says so
        }
        return ended instanceof Outcome.Retry || ended instanceof Outcome.Dead ? intents : null;
    }

    /**
     * A call to another system came back. The oldest are forgotten.
     *
     * @param effect what it did with what it was asked
     */
    synchronized void called(RecordedStep step, Effect effect) {
        if (steps.size() == MOST_STEPS) {
            steps.removeFirst();
            forgotten++;
        }
        steps.addLast(step);
        accepted = intends && effect == Effect.ACCEPTED;
        if (intends) {
            refused = effect == Effect.NONE;
            intends = false;
            switch (effect) {
                case DONE, ACCEPTED -> intents.succeeded();
                case NONE -> intents.cameToNothing();
                case UNKNOWN -> intents.unknown();
                default -> {
                    // told by the end
                }
            }
        }
    }

    /** A step failed. Where it could not read what the call before it was answered, what that did is not known after all. */
    synchronized void failed(Throwable failure) {
        if (accepted && Causes.isInDoubt(failure)) {
            accepted = false;
            intents.doubtAgain();
        }
    }

    /** Something was made or changed in another system, which knows it by this id. */
    synchronized void touched(String id) {
        if (id != null && targets.size() < MOST_TARGETS && !targets.contains(id)) {
            targets.add(id);
        }
    }

    /** Something was done otherwise than the workflow says. */
    synchronized void noted(String note) {
        if (notes.size() < MOST_TARGETS && !notes.contains(note)) {
            notes.add(note);
        }
    }

    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    /** How many calls came back so far. */
    synchronized int calls() {
        return forgotten + steps.size();
    }

    /** True when the call that followed the last intent is known to have come to nothing. */
    synchronized boolean wasRefused() {
        return refused;
    }

    synchronized List<RecordedStep> steps() {
        return List.copyOf(steps);
    }

    /** How many steps were forgotten. */
    synchronized int forgotten() {
        return forgotten;
    }

    synchronized List<String> targets() {
        return List.copyOf(targets);
    }

    synchronized void start(Start start) {
        if (starts.stream().noneMatch(s -> s.workflow().equals(start.workflow()))) {
            starts.add(start);
        }
    }

    synchronized List<Start> starts() {
        return List.copyOf(starts);
    }
}
