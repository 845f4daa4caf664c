package dev.aftertalk.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a user may do; each role may do all that the ones before it may. */
public enum Role {
    /** Sees. */
    VIEWER,
    /** Changes what runs. */
    OPERATOR,
    /** Says who may do what. */
    ADMIN;

    /** The name in the database and in settings. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name for Spring Security. */
    String authority() {
        return "ROLE_" + name();
    }

    static Optional<Role> of(String code) {
        return Stream.of(values()).filter(role -> role.code().equals(code)).findFirst();
    }
}
