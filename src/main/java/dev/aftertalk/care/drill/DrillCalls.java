package dev.aftertalk.care.drill;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** The calls that a fault meets, and which of them the other system has truly carried out. */
final class DrillCalls {

    private final Map<String, Long> met = new TreeMap<>();

    /** By a digest of who did what, as a drill may see very many. */
    private final Map<Long, Done> done = new HashMap<>();

    private long passed;

    /**
     * What was carried out.
     *
     * @param times how often
     * @param unheard of these, how often the caller did not hear of it
     */
    private record Done(int times, int unheard) {}

    /**
     * What was carried out more often than once.
     *
     * @param doubled by how many runs though they had heard of it, or more than once again
     * @param again by how many runs once more since they had not heard of it
     */
    record Repeats(long doubled, long again) {}

    /** What was counted before the server was started again. */
    synchronized void goOn(Map<String, Long> before, long through) {
        met.putAll(before);
        passed = through;
    }

    /** A call met the fault. @param kind what became of it, in the words of the report */
    synchronized void met(String kind) {
        met.merge(kind, 1L, Long::sum);
    }

    /** So many did; not shown for none. */
    synchronized void met(String kind, long calls) {
        if (calls > 0) {
            met.merge(kind, calls, Long::sum);
        }
    }

    /** A call went through, before the fault got to it or after its end. */
    synchronized void passed() {
        passed++;
    }

    /**
     * The other system did something: sent a mail, made a record.
     *
     * @param caller the run it was done for; null for none
     * @param what tells what a run does apart, and stays the same when it is done again
     * @param heard whether the run gets to know
     */
    synchronized void carriedOut(String caller, String what, boolean heard) {
        if (caller != null) {
            done.merge(
                    digest(caller + " " + what),
                    new Done(1, heard ? 0 : 1),
                    (one, other) -> new Done(one.times + 1, one.unheard + other.unheard));
        }
    }

    synchronized Map<String, Long> met() {
        return new TreeMap<>(met);
    }

    synchronized long through() {
        return passed;
    }

    /** @param mayRepeat whether what was not heard of may be done once more, as mails are, under the same Message-ID */
    synchronized Repeats repeats(boolean mayRepeat) {
        long doubled = 0;
        long again = 0;
        for (Done each : done.values()) {
            if (each.times > 1) {
                boolean allowed = mayRepeat && each.times == 2 && each.unheard > 0;
                doubled += allowed ? 0 : 1;
                again += allowed ? 1 : 0;
            }
        }
        return new Repeats(doubled, again);
    }

    private static long digest(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue() << 32 ^ text.hashCode();
    }
}
