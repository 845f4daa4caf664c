package dev.aftertalk.web;

import org.springframework.stereotype.Component;

/**
 * Tells whether the webhook's route is replaced at this moment. Its callers are held back meanwhile, so nobody is to be told that no event is
 * taken: neither who is about to call, nor who asks how things are.
 */
@Component
public class WebhookSwap {

    private volatile boolean underWay;

    public boolean isUnderWay() {
        return underWay;
    }

    /** Replaces it. Callers must be held back already. */
    public void make(Runnable swap) {
        underWay = true;
        try {
            swap.run();
        } finally {
            underWay = false;
        }
    }
}
