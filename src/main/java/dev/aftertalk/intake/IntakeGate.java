package dev.aftertalk.intake;

/** Says whether an event that arrives now would be taken. */
@FunctionalInterface
public interface IntakeGate {

    boolean open();
}
