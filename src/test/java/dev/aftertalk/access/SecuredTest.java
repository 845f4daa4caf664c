package dev.aftertalk.access;

import static org.awaitility.Awaitility.await;

import dev.aftertalk.testing.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The real application, shared by the tests of logins; each test has users of its own. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "iadvize.webhook.secrets=x",
            "iadvize.rest.api-key=key",
            "mail.from=thanks@shop.test",
            "security.first-password=the first password"
        })
@AutoConfigureObservability
@Import(SecuredTest.Beans.class)
abstract class SecuredTest {

    static final String PASSWORD = "correct horse battery";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TestConfiguration(proxyBeanMethods = false)
    static class Beans {

        /** What waits for another attempt, or for a login to end, waits for the test. */
        @Bean
        MovableClock clock() {
            return new MovableClock(Instant.now());
        }

        /** As the real one, with hashes that cost a 64th, since each test makes users of its own. */
        @Bean
        @Primary
        PasswordEncoder quickEncoder() {
            return new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(4)));
        }
    }

    /** How long a node may take to notice what was done at another. */
    static final Duration NOTICE = Duration.ofSeconds(2);

    @LocalServerPort
    int port;

    @Autowired
    MovableClock clock;

    @Autowired
    Users users;

    @Autowired
    ApiTokens tokens;

    @Autowired
    PasswordEncoder encoder;

    @Autowired
    JdbcClient database;

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry settings) throws IOException {
        Path data = Files.createTempDirectory("aftertalk-security");
        settings.add("aftertalk.data-dir", data::toString);
    }

    @BeforeEach
    void awaitFirstUser() {
        await().until(() -> !users.none());
    }

    /** A new user who has a password of their own already. */
    String user(Role role) {
        String name = role.code() + NAMES.incrementAndGet();
        users.create("test", name, encoder.encode("one-time"), role);
        users.setPassword("test", name, encoder.encode(PASSWORD), false);
        return name;
    }

    Web stranger() {
        return new Web(port);
    }

    /** Everything in the audit, a line each. */
    String audited() {
        return String.join(
                "\n",
                database.sql("SELECT who || ' ' || what || ' ' || about || ' ' || detail FROM audit_entry")
                        .query(String.class)
                        .list());
    }

    Web loggedIn(Role role) {
        return loggedIn(user(role));
    }

    Web loggedIn(String name) {
        Web web = new Web(port);
        web.login(name, PASSWORD);
        return web;
    }

    String token(Scope... scopes) {
        Set<Scope> all = Set.of(scopes);
        Role least = all.contains(Scope.EDIT) ? Role.ADMIN : Role.OPERATOR;
        return tokens.create(user(least), "test", all, null).orElseThrow();
    }
}
