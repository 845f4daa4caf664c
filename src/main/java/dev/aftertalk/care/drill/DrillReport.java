package dev.aftertalk.care.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.ledger.history.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a drill was and what became of it; so far, while it is not over.
 *
 * @param id its number
 * @param what happens in it
 * @param state asked, not begun, running, recovering, over or broken off
 * @param server whose calls met it; null before one has taken it up
 * @param seconds how long the fault was to last
 * @param begunAt when the fault began; null before that, as is all below
 * @param endedAt when the fault ended
 * @param recoveredAt when no run was left waiting that was due before that
 * @param secondsToRecover from one to the other
 * @param met calls that met the fault, by what became of them
 * @param through calls that did not, or after its end
 * @param received events received while it lasted
 * @param waited the runs that waited
 * @param breakers circuit breakers that opened
 * @param dead runs that died: they wait for somebody to replay them
 * @param lost events that nothing accounts for; null until it is over
 * @param doubled runs for which another system did something twice that it had answered to the first time, or more than twice
 * @param sentAgain runs whose mail was sent once more, under the same Message-ID, since nobody knew whether the first one had gone
 * @param allWell whether nothing was lost and nothing doubled; null until it is over
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DrillReport(
        long id,
        String drill,
        String what,
        String state,
        String askedBy,
        Instant askedAt,
        String server,
        double seconds,
        Instant begunAt,
        Instant endedAt,
        Instant recoveredAt,
        Double secondsToRecover,
        Map<String, Long> met,
        Long through,
        Long received,
        Waited waited,
        List<Opened> breakers,
        List<Stretch.Dead> dead,
        Long lost,
        Long doubled,
        Long sentAgain,
        Boolean allWell,
        List<String> notes) {

    private static final String FIGURES_LATER = "Its figures come after its end: nothing can be stored while it lasts.";

    /**
     * Runs that waited.
     *
     * @param now at the end of this report
     * @param most at a time
     * @param mostAt when that was; null for never
     * @param longestSeconds for how long the oldest had waited
     */
    public record Waited(long now, long most, Instant mostAt, long longestSeconds) {}

    /**
     * A circuit breaker that opened.
     *
     * @param closedAt null while it is open
     */
    public record Opened(String connector, Instant at, Instant closedAt, String why) {}

    /** Of one that is only asked for. */
    static DrillReport asked(DrillRow row) {
        return new DrillReport(
                row.id(),
                row.drill(),
                DrillNames.what(row.drill()),
                row.state(),
                row.askedBy(),
                row.askedAt(),
                row.node(),
                row.seconds(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    /** The same without its figures, and with why it has none. */
    DrillReport withoutFigures() {
        return new DrillReport(
                id,
                drill,
                what,
                state,
                askedBy,
                askedAt,
                server,
                seconds,
                begunAt,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(FIGURES_LATER));
    }

    /** The same in another state. */
    DrillReport in(String other, List<String> said) {
        return new DrillReport(
                id,
                drill,
                what,
                other,
                askedBy,
                askedAt,
                server,
                seconds,
                begunAt,
                endedAt,
                recoveredAt,
                secondsToRecover,
                met,
                through,
                received,
                waited,
                breakers,
                dead,
                lost,
                doubled,
                sentAgain,
                allWell,
                said);
    }

    /** The same of one that was broken off, with why. */
    DrillReport brokenOff(String why) {
        return in(DrillRow.BROKEN_OFF, notes).with(why);
    }

    /** The same of one that no server would or could begin, with why. */
    DrillReport notBegun(String why) {
        return in(DrillRow.NOT_BEGUN, notes).with(why);
    }

    /** Whether a server has taken it up. */
    public boolean hasBeenTakenUp() {
        return !state.equals(DrillRow.ASKED);
    }

    /** Whether there is nothing more to come. */
    public boolean hasFinished() {
        return state.equals(DrillRow.OVER) || state.equals(DrillRow.BROKEN_OFF) || hasNotBegun();
    }

    /** Whether there was none of what was asked for. */
    public boolean hasNotBegun() {
        return state.equals(DrillRow.NOT_BEGUN);
    }

    /** Whether it ended before it was over: what is known is what was seen until then. */
    public boolean hasBeenBrokenOff() {
        return state.equals(DrillRow.BROKEN_OFF);
    }

    /** Whether nothing can be stored now, of what is seen of it neither: what it has are figures of its begin. */
    public boolean hasFiguresLater() {
        return state.equals(DrillRow.RUNNING) && DrillNames.keepsFromStoring(drill);
    }

    /** Whether its fault is one that calls to another system meet. */
    public boolean meetsCalls() {
        return DrillNames.system(drill).isPresent();
    }

    /** Whether it is over, was to be of a system's calls, and none was made. */
    public boolean hasMetNothing() {
        return state.equals(DrillRow.OVER) && met.isEmpty() && meetsCalls();
    }

    /** The same, with what is to be said of it. */
    DrillReport with(String note) {
        return in(state, Stream.concat(notes.stream(), Stream.of(note)).toList());
    }

    /** Until when the fault is to last; null before it has begun. */
    public Instant until() {
        return begunAt == null ? null : begunAt.plus(time());
    }

    /** How long the fault was to last. */
    Duration time() {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** The same facts for a terminal. */
    public String text() {
        return DrillText.of(this);
    }
}
