package dev.aftertalk.security;

import java.util.EnumSet;
import org.springframework.context.ApplicationContext;

/** Tokens for the tests of other packages. */
public final class TestTokens {

    private TestTokens() {}

    /** The value of an Authorization header that opens everything a token can. */
    public static String authorization(ApplicationContext context) {
        return "Bearer " + context.getBean(ApiTokens.class).create("test", "test", EnumSet.allOf(Scope.class), null);
    }
}
