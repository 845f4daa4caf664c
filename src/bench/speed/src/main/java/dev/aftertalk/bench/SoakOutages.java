package dev.aftertalk.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Outages of the mail server. What was due until the end of each must have its mail before the next one begins. */
final class SoakOutages implements SoakTask {

    /** Longer than a mail takes when there is no outage. */
    private static final long LATE = Duration.ofSeconds(10).toNanos();

    private enum State {
        UP,
        DOWN,
        CATCHING_UP
    }

    private final MailServer mailServer;
    private final MailAccount account;
    private final Duration every;
    private final Duration each;
    private final Duration length;
    private final List<Outage> outages = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private State state = State.UP;
    private Duration begun = Duration.ZERO;
    private long upAt;
    private int most;
    private int count;

    /**
     * One that is over.
     *
     * @param minute of the phase, at which it began
     * @param mostAwaited mails at once after its end
     * @param caughtUpSeconds from its end until there was a mail for all that was due before that, and none was more than 10 s late
     */
    record Outage(double minute, int mostAwaited, double caughtUpSeconds) {}

    /** One that can be had turn everybody away. */
    interface MailServer {
        void isDown(boolean isDown) throws IOException, InterruptedException;
    }

    /** @param length of the phase, before whose end the last one is over */
    SoakOutages(MailServer mailServer, MailAccount account, Duration every, Duration each, Duration length) {
        this.mailServer = mailServer;
        this.account = account;
        this.every = every;
        this.each = each;
        this.length = length;
    }

    @Override
    public void tick(Duration now) throws IOException, InterruptedException {
        if (every.isZero()) {
            return;
        }
        if (state == State.DOWN && now.compareTo(begun.plus(each)) >= 0) {
            mailServer.isDown(false);
            upAt = System.nanoTime();
            most = 0;
            state = State.CATCHING_UP;
        }
        if (state == State.CATCHING_UP) {
            catchUp();
        }
        Duration due = every.multipliedBy(count + 1L);
        if (now.compareTo(due) >= 0 && due.plus(each).compareTo(length) < 0) {
            begin(now);
        }
    }

    private void catchUp() {
        most = Math.max(most, account.awaited().size());
        long now = System.nanoTime();
        if (account.hasAllBefore(upAt) && account.awaitedBefore(now - LATE) == 0) {
            over((now - upAt) / 1e9);
        }
    }

    private void begin(Duration now) throws IOException, InterruptedException {
        if (state == State.CATCHING_UP) {
            failures.add("What outage " + count + " left behind was not gone when the next one began: "
                    + account.awaited().size() + " mails were awaited");
            over(Double.NaN);
        }
        count++;
        begun = now;
        mailServer.isDown(true);
        state = State.DOWN;
    }

    private void over(double seconds) {
        if (most == 0) {
            failures.add("Outage " + count + " kept no mail from being sent");
        }
        outages.add(new Outage(begun.toSeconds() / 60.0, most, seconds));
        state = State.UP;
    }

    /** @return whether the mail server is down, or what that left behind is not gone yet */
    boolean isFelt() {
        return state != State.UP;
    }

    List<Outage> all() {
        return List.copyOf(outages);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }
}
