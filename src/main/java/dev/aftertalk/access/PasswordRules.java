package dev.aftertalk.access;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a password must be like: long, and not the name. Rules about kinds of characters make passwords worse. */
final class PasswordRules {

    static final int SHORTEST = 12;
    /** What bcrypt looks at. */
    private static final int MOST_BYTES = 72;

    private PasswordRules() {}

    /** The message code of what is wrong; null: nothing. */
    static String fault(String name, String password, String repeated) {
        if (!password.equals(repeated)) {
            return "account.differ";
        }
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return "account.short";
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return "account.long";
        }
        boolean simple = password.chars().distinct().count() < 5
                || password.toLowerCase(Locale.ROOT).contains(name);
        return simple ? "account.simple" : null;
    }
}
