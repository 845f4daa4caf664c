package dev.aftertalk.usecases.satisfaction;

import java.util.Arrays;
import java.util.Locale;

/** What figures can be broken down by. */
public enum Dimension {
    PROJECT("project_id"),
    CHANNEL("channel"),
    OPERATOR("operator_id");

    final String column;

    Dimension(String column) {
        this.column = column;
    }

    /** @throws IllegalArgumentException for what is none, in words for the caller */
    public static Dimension of(String name) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("by must be project, channel or operator."));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
