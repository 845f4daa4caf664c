package dev.aftertalk.security;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
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
abstract class SecuredTest {

    static final String PASSWORD = "correct horse battery";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @LocalServerPort
    int port;

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
        await().atMost(Duration.ofSeconds(20)).until(() -> !users.none());
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
        return tokens.create(user(Role.OPERATOR), "test", Set.of(scopes), null).orElseThrow();
    }
}
