package dev.aftertalk.access;

import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.time.MachineClock;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
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
    private final ApplicationContext context;
    private volatile Thread thread;

    FirstUser(Users users, SecuritySettings settings, ApplicationContext context) {
        this.users = users;
        this.settings = settings;
        this.context = context;
    }

    /** Not at the event that the application is ready: until this one, which comes later, the start needs the processor. */
    @EventListener
    void onReadiness(AvailabilityChangeEvent<ReadinessState> change) {
        if (change.getState() != ReadinessState.ACCEPTING_TRAFFIC || thread != null) {
            return;
        }
        int port = context instanceof WebServerApplicationContext web && web.getWebServer() != null
                ? web.getWebServer().getPort()
                : 0;
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
            context.getBean(SecurityConfiguration.CHAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                // Also when the server is stopped in its first second; the first page asks for it again, and then says
                // all.
                LOG.error(
                        "The login can't be prepared; pages may not open: {}",
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage());
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
            String hash = context.getBean(PasswordEncoder.class).encode(password);
            if (users.createFirst(NAME, hash, !given || settings.firstPasswordIsOneTime()) && !given) {
                announce(port, password, until(settings.oneTimePasswordMaxAge()));
            }
            return true;
        } catch (RetryableException | DataAccessException e) {
            LOG.warn("The first user can't be made yet because the database is away; trying again");
            return false;
        }
    }

    private static String until(Duration maxAge) {
        return maxAge.isZero()
                ? "it is changed"
                : DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")
                        .format(OffsetDateTime.now(MachineClock.get().withZone(ZoneOffset.UTC))
                                .plus(maxAge));
    }

    private static void announce(int port, String password, String until) {
        LOG.warn(
                """


                  +---------------------------------------------------------------+
                  |  There was no user yet, so here is the first one.             |
                  |                                                               |
                  |    Log in at   {}|
                  |    User        {}|
                  |    Password    {}|
                  |    Good until  {}|
                  |                                                               |
                  |  The password is shown this once; it is changed at the first  |
                  |  login. Lost?  java -jar aftertalk.jar reset-password admin   |
                  +---------------------------------------------------------------+
                """,
                "%-47s".formatted("http://localhost:" + port + "/login"),
                "%-47s".formatted(NAME),
                "%-47s".formatted(password),
                "%-47s".formatted(until));
    }
}
