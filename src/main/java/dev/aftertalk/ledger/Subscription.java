package dev.aftertalk.ledger;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A workflow's demand for runs: how many it can work on at once, and who does the work. Each workflow has its own, so that one that is
 * slow or paused fills only itself.
 */
public final class Subscription {

    private final String workflow;
    private final int concurrency;
    private final boolean oncePerConversation;
    private final Consumer<Run> handler;
    private final Runnable wakeUp;
    private final BooleanSupplier paused;
    private volatile boolean active;
    private volatile int inFlight;
    private volatile boolean mayHaveWork = true;
    private volatile boolean everywhere = true;
    private volatile boolean behind = true;

    /**
     * Made by whoever hands out runs.
     *
     * @param wakeUp has it look for some
     * @param paused whether people have paused the workflow
     */
    public Subscription(
            String workflow,
            int concurrency,
            boolean oncePerConversation,
            Consumer<Run> handler,
            Runnable wakeUp,
            BooleanSupplier paused) {
        this.workflow = workflow;
        this.concurrency = concurrency;
        this.oncePerConversation = oncePerConversation;
        this.handler = handler;
        this.wakeUp = wakeUp;
        this.paused = paused;
    }

    /** Name of the workflow. */
    public String workflow() {
        return workflow;
    }

    /** Whether it acts once for a conversation, however many events tell of it. */
    boolean isOncePerConversation() {
        return oncePerConversation;
    }

    /** Begins, or goes on, to claim runs. */
    public void resume() {
        active = true;
        look();
        wakeUp.run();
    }

    /** Claims nothing any more; what is in flight goes on. */
    public void suspend() {
        active = false;
    }

    /** True between {@link #resume} and {@link #suspend}, while people have not paused the workflow. */
    public boolean isActive() {
        return active && !paused.getAsBoolean();
    }

    /** How many claimed runs have no recorded end yet. */
    public int inFlight() {
        return inFlight;
    }

    /** Says that there may be due runs now, and nothing about which. */
    void look() {
        everywhere = true;
        behind = true;
        mayHaveWork = true;
    }

    /** Says that this node has made runs due that it has not claimed. */
    void lookForNew() {
        behind = true;
        mayHaveWork = true;
    }

    /** Says that this node has ended a run, so that another of the same key may go, if one was left. */
    void lookForNext() {
        mayHaveWork |= behind;
    }

    /** Whether runs may have been left that are due: a new one must not go before them. */
    boolean isBehind() {
        return behind;
    }

    /** Whether {@link #look} was called since this was last asked. */
    boolean takeEverywhere() {
        boolean taken = everywhere;
        everywhere = false;
        return taken;
    }

    /** How many runs can be claimed, given that so many of those in flight are ending. */
    int room(int ending) {
        return isActive() ? concurrency - inFlight + ending : 0;
    }

    /** Whether there may be runs to claim. */
    boolean mayHaveWork() {
        return mayHaveWork;
    }

    /**
     * Takes note of a search.
     *
     * @param more whether there may be more that can go than it found
     * @param left whether there may be more that are due, be it that they can't go now
     */
    void searched(boolean more, boolean left) {
        behind = left;
        mayHaveWork = more;
    }

    /** Has the writer search again at once when there is still room for what there may be. */
    void goOn() {
        if (mayHaveWork && room(0) > 0) {
            wakeUp.run();
        }
    }

    void began() {
        inFlight++;
    }

    void ended() {
        inFlight--;
    }

    void dispatch(Run run) {
        handler.accept(run);
    }
}
