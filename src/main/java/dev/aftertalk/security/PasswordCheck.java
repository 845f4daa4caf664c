package dev.aftertalk.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Says whether a name and a password belong together, to nobody who asks too often, and without telling whether the name exists. */
@Component
@Lazy
class PasswordCheck {

    /**
     * What came of it.
     *
     * @param user null: refused
     * @param pause for how long no further attempt is looked at
     */
    record Outcome(User user, Duration pause) {}

    private static final int FREE_BY_NAME = 5;
    /** Many people may share an address. */
    private static final int FREE_BY_ADDRESS = 20;

    private static final Duration BUSY = Duration.ofSeconds(2);
    /** More would not be remembered by bcrypt, and a page of text would only cost time. */
    private static final int LONGEST = 200;

    private final Users users;
    private final PasswordEncoder encoder;
    private final Throttle byName;
    private final Throttle byAddress;
    private final String nobodysHash;
    /** Each check keeps a core busy for a good while; webhooks need the others. */
    private final Semaphore cores =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    PasswordCheck(Users users, PasswordEncoder encoder) {
        this.users = users;
        this.encoder = encoder;
        this.byName = new Throttle(FREE_BY_NAME, Clock.systemUTC());
        this.byAddress = new Throttle(FREE_BY_ADDRESS, Clock.systemUTC());
        this.nobodysHash = encoder.encode(Secrets.random());
    }

    /** @param address where the request comes from */
    Outcome check(String name, String password, String address) throws InterruptedException {
        String key = name.length() > LONGEST ? "" : Users.canonical(name);
        Duration wait = longer(byAddress.attempt(address), byName.attempt(key));
        if (!wait.isZero()) {
            return new Outcome(null, wait);
        }
        if (!cores.tryAcquire(BUSY.toMillis(), TimeUnit.MILLISECONDS)) {
            return new Outcome(null, BUSY);
        }
        try {
            Optional<User> user = users.find(key).filter(found -> found.passwordHash() != null);
            boolean right = matches(password, user.map(User::passwordHash).orElse(nobodysHash));
            if (user.isEmpty() || !right || !user.get().enabled()) {
                return new Outcome(null, Duration.ZERO);
            }
            byName.forget(key);
            byAddress.forget(address);
            return new Outcome(user.get(), Duration.ZERO);
        } finally {
            cores.release();
        }
    }

    private boolean matches(String password, String hash) {
        return password.length() <= LONGEST && encoder.matches(password, hash);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
