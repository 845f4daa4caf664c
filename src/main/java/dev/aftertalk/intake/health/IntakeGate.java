package dev.aftertalk.intake.health;

/** Says whether an event that arrives now would be taken. */
@FunctionalInterface
public interface IntakeGate {

    boolean open();
}
