package dev.aftertalk.connectors.quota;

/** Whose calls go first when few are left. */
public enum Priority {
    HIGH,
    NORMAL,
    LOW
}
