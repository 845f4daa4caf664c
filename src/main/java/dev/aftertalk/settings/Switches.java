package dev.aftertalk.settings;

import java.util.Optional;

/** Truth values as people write them. */
public final class Switches {

    /** What a message says a switch may be. */
    public static final String MAY_BE = "true or false (yes, no, on, off, 1 and 0 are read too)";

    private Switches() {}

    /** In any letter case, with blanks around it; nothing is no. Empty for what is neither yes nor no. */
    public static Optional<Boolean> read(String text) {
        return text == null || text.isBlank() ? Optional.of(false) : Spelling.truth(text);
    }
}
