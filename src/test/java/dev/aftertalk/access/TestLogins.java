package dev.aftertalk.access;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ApplicationContext;

/** Logins for the tests of other packages. */
public final class TestLogins {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private TestLogins() {}

    /** The cookie of a new user of that role who has just logged in. */
    public static String cookie(ApplicationContext context, String role) {
        String name = "test-" + role + NAMES.incrementAndGet();
        Users users = context.getBean(Users.class);
        users.create("test", name, "none", Role.of(role).orElseThrow());
        users.setPassword("test", name, "none", false);
        return LoginCookie.NAME + "="
                + context.getBean(Sessions.class)
                        .open(users.find(name).orElseThrow())
                        .orElseThrow();
    }

    /** The value of an Authorization header that opens what the scope does. */
    public static String token(ApplicationContext context, Scope... scopes) {
        return "Bearer "
                + context.getBean(ApiTokens.class)
                        .create(maker(context), "test", java.util.Set.of(scopes), null)
                        .orElseThrow();
    }

    /** A new user who may do what any token can. */
    static String maker(ApplicationContext context) {
        String name = "maker" + NAMES.incrementAndGet();
        context.getBean(Users.class).create("test", name, "none", Role.ADMIN);
        return name;
    }
}
