package dev.aftertalk.access;

import dev.aftertalk.access.KnownDevice.Device;
import dev.aftertalk.time.MachineClock;
import dev.aftertalk.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Says whether a name and a password belong together, to nobody who asks too often, and without telling whether the name exists.
 *
 * <p>Attempts are counted by where they come from and by name. Those of a place that must wait don't count for the name any more, and the
 * wait of a name is short: nobody can keep a user out by guessing. A device that the user has logged in with is counted alone.
 */
@Component
@Lazy
class PasswordCheck {

    /**
     * What came of it.
     *
     * @param user null: refused
     * @param pause for how long no further attempt is looked at
     * @param expired whether the password was right, but is a one-time password that waited too long
     */
    record Outcome(User user, Duration pause, boolean expired) {

        static Outcome refused(Duration pause) {
            return new Outcome(null, pause, false);
        }
    }

    /** What an attempt counts in; what many share is not forgotten because one of them knew a password. */
    private record Bucket(Throttle throttle, String key, boolean shared) {

        Duration attempt() {
            return throttle.attempt(key);
        }

        void takeBack() {
            throttle.takeBack(key);
        }

        void right() {
            if (shared) {
                takeBack();
            } else {
                throttle.forget(key);
            }
        }
    }

    private static final int FREE = 5;
    /** Many people may share an address. */
    private static final int FREE_BY_ADDRESS = 20;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    /** Shorter than that of an address, so that one who guesses can't take every turn. */
    private static final Duration LONGEST_BY_NAME = Duration.ofSeconds(30);

    private static final Duration BUSY = Duration.ofSeconds(2);
    /** More would not be remembered by bcrypt, and a page of text would only cost time. */
    private static final int LONGEST = 200;

    private final Users users;
    private final PasswordEncoder encoder;
    private final LoginWatch watch;
    private final SecuritySettings settings;
    private final Throttle byName;
    private final Throttle byAddress;
    private final Throttle byDevice;
    private final Throttle byLogin;
    private final String nobodysHash;
    /** Each check keeps a core busy for a good while; webhooks need the others. */
    private final Semaphore cores =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    PasswordCheck(
            Users users,
            PasswordEncoder encoder,
            LoginWatch watch,
            SecuritySettings settings,
            ObjectProvider<Clock> clocks) {
        this.users = users;
        this.encoder = encoder;
        this.watch = watch;
        this.settings = settings;
        Clock clock = clocks.getIfAvailable(SteadyClock::get);
        this.byName = new Throttle(FREE, LONGEST_BY_NAME, clock);
        this.byAddress = new Throttle(FREE_BY_ADDRESS, LONGEST_WAIT, clock);
        this.byDevice = new Throttle(FREE, LONGEST_WAIT, clock);
        this.byLogin = new Throttle(FREE, LONGEST_WAIT, clock);
        this.nobodysHash = encoder.encode(Secrets.random());
    }

    /**
     * Whether to let somebody in.
     *
     * @param address where the request comes from
     * @param device that it comes from, if it is a known one
     */
    Outcome check(String name, String password, String address, Optional<Device> device) throws InterruptedException {
        String key = name.length() > LONGEST ? "" : Users.canonical(name);
        String network = Network.of(address);
        boolean known = device.filter(its -> its.name().equals(key))
                .flatMap(its -> users.find(key).filter(its::of))
                .isPresent();
        List<Bucket> buckets = known
                ? List.of(new Bucket(byDevice, device.get().id(), false))
                : List.of(new Bucket(byAddress, network, true), new Bucket(byName, key, false));
        Outcome outcome = check(key, password, network, buckets);
        if (outcome.user == null
                || !settings.oneTimePasswordExpired(
                        outcome.user, MachineClock.get().instant())) {
            return outcome;
        }
        watch.count(LoginWatch.Outcome.REFUSED);
        return new Outcome(null, Duration.ZERO, true);
    }

    /** Whether a user who is logged in knows the password too. What strangers guess for the name doesn't count here. */
    Outcome confirm(User user, String password, String address) throws InterruptedException {
        List<Bucket> buckets = List.of(new Bucket(byLogin, user.name(), false));
        return check(user.name(), password, Network.of(address), buckets);
    }

    private Outcome check(String key, String password, String network, List<Bucket> buckets)
            throws InterruptedException {
        for (Bucket bucket : buckets) {
            Duration wait = bucket.attempt();
            if (!wait.isZero()) {
                watch.count(LoginWatch.Outcome.WAITING);
                return Outcome.refused(wait);
            }
        }
        if (!cores.tryAcquire(BUSY.toMillis(), TimeUnit.MILLISECONDS)) {
            buckets.forEach(Bucket::takeBack);
            watch.count(LoginWatch.Outcome.BUSY);
            return Outcome.refused(BUSY);
        }
        try {
            return look(key, password, network, buckets);
        } finally {
            cores.release();
        }
    }

    private Outcome look(String key, String password, String network, List<Bucket> buckets) {
        Optional<User> user = users.find(key).filter(found -> found.passwordHash() != null);
        boolean right = matches(password, user.map(User::passwordHash).orElse(nobodysHash));
        if (user.isEmpty() || !right) {
            watch.wrong(user.orElse(null), network);
            user.filter(its -> buckets.stream()
                            .anyMatch(bucket -> !bucket.shared && bucket.throttle.holdsBack(bucket.key)))
                    .ifPresent(watch::locked);
            return Outcome.refused(Duration.ZERO);
        }
        if (!user.get().enabled()) {
            watch.count(LoginWatch.Outcome.REFUSED);
            return Outcome.refused(Duration.ZERO);
        }
        buckets.forEach(Bucket::right);
        return new Outcome(user.get(), Duration.ZERO, false);
    }

    private boolean matches(String password, String hash) {
        return password.length() <= LONGEST && encoder.matches(password, hash);
    }
}
