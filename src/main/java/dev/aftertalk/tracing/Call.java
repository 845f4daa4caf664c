package dev.aftertalk.tracing;

import java.time.Instant;

/**
 * A call to another system that came back.
 *
 * @param system by its name in metrics, or the scheme of its address
 * @param httpStatus null where none is known
 * @param error the kind of its failure; null when it succeeded
 */
record Call(String system, Instant begun, Integer httpStatus, String error) {}
