package dev.aftertalk.webhook;

/** Says whether an event that arrives now would be taken. */
@FunctionalInterface
interface IntakeGate {

    boolean open();
}
