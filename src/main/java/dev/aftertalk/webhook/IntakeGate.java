package dev.aftertalk.webhook;

/** Says whether an event that arrives now would be taken. */
@FunctionalInterface
public interface IntakeGate {

    boolean open();
}
