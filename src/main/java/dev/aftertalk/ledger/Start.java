package dev.aftertalk.ledger;

import java.time.Duration;

/** A workflow to start for an event. */
public record Start(String workflow, Duration delay) {}
