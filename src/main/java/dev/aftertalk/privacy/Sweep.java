package dev.aftertalk.privacy;

import java.util.OptionalInt;

/**
 * One kind of what is too old, taken out in small pieces. Each piece is found by a reading connection and only then taken out by its keys, so
 * that the ledger's writer, for whom everybody waits, has as little to do as can be. Begins anew with each pass.
 */
public interface Sweep {

    /** How many rows a piece has at most, unless they are dear. */
    int PIECE = 200;

    /** Takes one piece out; the number of rows, or empty when there is nothing (more) to do. */
    OptionalInt next();
}
