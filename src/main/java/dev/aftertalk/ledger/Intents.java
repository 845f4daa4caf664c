package dev.aftertalk.ledger;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the attempts of a run have done outside this server, or may have: what {@code ledger:intent} was told, and what came of it. Stored
 * with the run, an act a line, so that no later attempt does again what was done, and none that is in doubt more often than it should.
 *
 * <p>A line is the act as it was named; one that may have been done several times says so at its end, {@code (2 times)}, and one that is
 * known to be done {@code (done)}. So does what was made of it, where that is kept: {@code name: id (done)}.
 */
public final class Intents {

    private static final Pattern LINE = Pattern.compile("(.*?)(?: \\((done|\\d{1,9} times)\\))?");
    private static final String DONE = "done";
    private static final String MADE = ": ";

    /** Of a run that does more than that the oldest that are done are forgotten: all are rewritten with each act. */
    private static final int MOST = 100;

    private final Map<String, Integer> doubts = new LinkedHashMap<>();
    private final Map<String, Integer> namedSoFar = new HashMap<>();
    private String underWay;
    private String justDone;

    private Intents() {}

    /** @param stored what {@link #stored} once returned, or the one act an earlier version stored; null for none */
    public static Intents of(String stored) {
        Intents intents = new Intents();
        if (stored != null) {
            stored.lines().filter(line -> !line.isBlank()).forEach(intents::read);
        }
        return intents;
    }

    private void read(String line) {
        Matcher parts = LINE.matcher(line);
        if (parts.matches()) {
            String mark = parts.group(2);
            int times =
                    mark == null ? 1 : mark.equals(DONE) ? 0 : Integer.parseInt(mark.substring(0, mark.indexOf(' ')));
            doubts.put(parts.group(1), times);
        }
    }

    /**
     * Tells acts apart that go by one name: the second of this attempt is {@code name #2}, as it was in the attempts before.
     *
     * @param name on one line
     */
    public synchronized String next(String name) {
        int number = namedSoFar.merge(name, 1, Integer::sum);
        return number == 1 ? name : name + " #" + number;
    }

    /** Whether it is known to be done. */
    public synchronized boolean isDone(String act) {
        return Integer.valueOf(0).equals(doubts.get(act));
    }

    /** Whether it, or another act of this name, is done or may be. If not, it is known that nothing came of it, or that it was never begun. */
    public synchronized boolean mayBeDone(String name) {
        return doubts.keySet().stream().anyMatch(act -> act.equals(name) || act.startsWith(name + " #"));
    }

    /** How often it may have been done, with nobody knowing; 0 when it wasn't, or is known to be done. */
    public synchronized int timesInDoubt(String act) {
        return doubts.getOrDefault(act, 0);
    }

    /** What may have been done, with nobody knowing, on one line; null when there is nothing. */
    public synchronized String inDoubt() {
        StringJoiner acts = new StringJoiner("; ");
        doubts.forEach((act, times) -> {
            if (times > 0) {
                acts.add(act);
            }
        });
        return acts.length() == 0 ? null : acts.toString();
    }

    /**
     * The next call does this.
     *
     * @return what is to be stored before the call
     */
    public synchronized String begin(String act) {
        underWay = act;
        justDone = null;
        doubts.merge(act, 1, Integer::sum);
        if (doubts.size() > MOST) {
            doubts.keySet().stream().filter(this::isDone).findFirst().ifPresent(doubts::remove);
        }
        return stored();
    }

    /** The call came back. The act it was about is done. */
    public synchronized void succeeded() {
        if (underWay != null) {
            doubts.put(underWay, 0);
            justDone = underWay;
            underWay = null;
        }
    }

    /**
     * Keeps what was made, for an attempt after this one.
     *
     * @param name what {@link #made} finds it by
     * @param id on one line
     */
    public synchronized void made(String name, String id) {
        doubts.put(name + MADE + id, 0);
    }

    /** What an attempt before this one has made. */
    public synchronized Optional<String> made(String name) {
        return doubts.keySet().stream()
                .filter(act -> act.startsWith(name + MADE))
                .map(act -> act.substring(name.length() + MADE.length()))
                .findFirst();
    }

    /** The act that succeeded last can't be told to have: its answer can't be read. */
    public synchronized void doubtAgain() {
        if (justDone != null) {
            doubts.put(justDone, 1);
            justDone = null;
        }
    }

    /** The call is known to have come to nothing, or there was none. What an earlier one left in doubt stays so. */
    public synchronized void cameToNothing() {
        if (underWay != null) {
            doubts.computeIfPresent(underWay, (act, times) -> times > 1 ? times - 1 : null);
            underWay = null;
        }
    }

    /** What came of the call is not known. */
    public synchronized void unknown() {
        underWay = null;
    }

    /** All of it, to be kept with the run; null when there is nothing. */
    public synchronized String stored() {
        if (doubts.isEmpty()) {
            return null;
        }
        StringJoiner lines = new StringJoiner("\n");
        doubts.forEach((act, times) ->
                lines.add(times == 1 ? act : act + (times == 0 ? " (" + DONE + ")" : " (" + times + " times)")));
        return lines.toString();
    }
}
