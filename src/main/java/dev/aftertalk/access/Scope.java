package dev.aftertalk.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a token may do; no scope includes another. */
public enum Scope {
    /** Reads what a viewer sees. */
    READ,
    /** Changes what an operator may. */
    OPERATE,
    /** Tries out and writes files of {@code routes/}, which only an admin may have done: what they say can read any setting. */
    EDIT,
    /** Reads the metrics. */
    METRICS;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The least role of a maker for a token to open what this opens; the same as for people. */
    Role least() {
        return switch (this) {
            case READ -> Role.VIEWER;
            case OPERATE, METRICS -> Role.OPERATOR;
            case EDIT -> Role.ADMIN;
        };
    }

    String authority() {
        return "SCOPE_" + code();
    }

    static Optional<Scope> of(String code) {
        return Stream.of(values()).filter(scope -> scope.code().equals(code)).findFirst();
    }
}
