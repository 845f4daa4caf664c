package dev.aftertalk.security;

import dev.aftertalk.ledger.RetryableException;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.dao.DataAccessException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Makes the first user once the server is ready, and builds Spring Security before somebody waits for it; the start does not. */
@Component
class FirstUser {

    static final String NAME = "admin";
    private static final Logger LOG = LoggerFactory.getLogger(FirstUser.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Users users;
    private final SecuritySettings settings;
    private final BeanFactory beans;
    private final boolean sandbox;
    private volatile Thread thread;

    FirstUser(Users users, SecuritySettings settings, BeanFactory beans, Environment environment) {
        this.users = users;
        this.settings = settings;
        this.beans = beans;
        this.sandbox = environment.acceptsProfiles(Profiles.of("sandbox"));
    }

    @EventListener
    void onReady(ApplicationReadyEvent event) {
        int port = event.getApplicationContext() instanceof WebServerApplicationContext web
                ? web.getWebServer().getPort()
                : 8080;
        thread = new Thread(() -> prepare(port), "first-user");
        thread.setDaemon(true);
        thread.start();
    }

    @PreDestroy
    void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void prepare(int port) {
        try {
            while (settings.passwordLogin() && !create(port)) {
                Thread.sleep(PAUSE.toMillis());
            }
            beans.getBean(SecurityConfiguration.CHAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.error("The login can't be prepared; the pages will not open", e);
            }
        }
    }

    /** @return false when the database was away */
    private boolean create(int port) {
        try {
            if (!users.none()) {
                return true;
            }
            boolean given = !settings.firstPassword().isBlank();
            String password = given ? settings.firstPassword() : Secrets.oneTimePassword();
            String hash = beans.getBean(PasswordEncoder.class).encode(password);
            // The sandbox's password is known to everybody and guards nothing.
            if (users.createFirst(NAME, hash, !sandbox) && !given) {
                announce(port, password);
            }
            return true;
        } catch (RetryableException | DataAccessException e) {
            LOG.warn("The first user can't be made yet because the database is away; trying again");
            return false;
        }
    }

    private static void announce(int port, String password) {
        LOG.warn(
                """


                  ┌───────────────────────────────────────────────────────────────┐
                  │  There was no user yet, so here is the first one.             │
                  │                                                               │
                  │    Log in at   {}│
                  │    User        {}│
                  │    Password    {}│
                  │                                                               │
                  │  The password is shown this once; it is changed at the first  │
                  │  login. Lost?  java -jar aftertalk.jar reset-password admin   │
                  └───────────────────────────────────────────────────────────────┘
                """,
                "%-47s".formatted("http://localhost:" + port + "/login"),
                "%-47s".formatted(NAME),
                "%-47s".formatted(password));
    }
}
