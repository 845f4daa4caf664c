package dev.aftertalk.access;

import java.util.EnumSet;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tokens for the tests of other packages. */
public final class TestTokens {

    private TestTokens() {}

    /** The value of an Authorization header that opens everything a token can. */
    public static String authorization(ApplicationContext context) {
        return "Bearer "
                + context.getBean(ApiTokens.class)
                        .create(TestLogins.maker(context), "test", EnumSet.allOf(Scope.class), null)
                        .orElseThrow();
    }

    /** The same for a server of its own, by its database. */
    public static String authorization(JdbcClient database) {
        String token = ApiTokens.PREFIX + Secrets.random();
        database.sql(
                        "INSERT INTO api_token (id, name, hash, scopes, created_by, created_at) VALUES (?, 'test', ?, 'read operate metrics', 'test', ?)")
                .params(UUID.randomUUID().toString(), Secrets.digest(token), System.currentTimeMillis())
                .update();
        return "Bearer " + token;
    }

    /** The value of a Cookie header with which a new user of this role ({@code admin}, {@code operator}, {@code viewer}) is logged in. */
    public static String login(JdbcClient database, String role) {
        String secret = Secrets.random();
        String name = role + "-" + UUID.randomUUID();
        long now = System.currentTimeMillis();
        database.sql(
                        "INSERT INTO user_account (name, password_hash, role, enabled, must_change_password, created_at) VALUES (?, '{noop}x', ?, 1, 0, ?)")
                .params(name, role, now)
                .update();
        database.sql("INSERT INTO login_session (id, user_name, opened_at, last_used_at) VALUES (?, ?, ?, ?)")
                .params(Secrets.digest(secret), name, now, now)
                .update();
        return LoginCookie.NAME + "=" + secret;
    }
}
