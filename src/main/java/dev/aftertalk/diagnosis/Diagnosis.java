package dev.aftertalk.diagnosis;

import java.util.regex.Pattern;

/**
 * What was found about one thing that has to be right. Neither sentence holds a secret or personal data.
 *
 * @param name of the thing, such as {@code Jira fields of Task in CUST}
 * @param found what was found, one sentence; a full stop is added where its end has none
 * @param todo what to do about it; empty when there is nothing to do
 */
public record Diagnosis(String name, Level level, String found, String todo) {

    private static final Pattern END = Pattern.compile("[.?!]$");

    public Diagnosis {
        found = END.matcher(found).find() ? found : found + ".";
    }

    /** How bad it is. */
    public enum Level {
        OK,
        /** It works, though not as somebody may expect. */
        WARNING,
        /** Something will not work. */
        PROBLEM,
        /** It is not used, or can't be looked at from here. */
        NOT_CHECKED
    }

    public static Diagnosis ok(String name, String found) {
        return new Diagnosis(name, Level.OK, found, "");
    }

    public static Diagnosis warning(String name, String found, String todo) {
        return new Diagnosis(name, Level.WARNING, found, todo);
    }

    public static Diagnosis problem(String name, String found, String todo) {
        return new Diagnosis(name, Level.PROBLEM, found, todo);
    }

    public static Diagnosis notChecked(String name, String found, String todo) {
        return new Diagnosis(name, Level.NOT_CHECKED, found, todo);
    }
}
