package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LedgerOperation.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Operations of one kind that are tried in one transaction, apart from all others.
 *
 * @param state what is known of them
 * @param failures how often they broke the connection
 * @param since when they were set apart, by {@link System#nanoTime}
 * @param notBefore when to try them again at the earliest, by the same clock
 */
record ApartGroup(List<LedgerOperation> operations, State state, int failures, long since, long notBefore) {

    private static final long LONGEST_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private static final int PARTS = 8;

    /** Not tried apart yet; tried, with some that could not be written; waits for what somebody else holds. */
    enum State {
        NEW,
        TRIED,
        HELD_UP
    }

    static ApartGroup of(List<LedgerOperation> operations) {
        long now = System.nanoTime();
        return new ApartGroup(List.copyOf(operations), State.NEW, 0, now, now);
    }

    /** All of these in one. */
    static ApartGroup of(Iterable<ApartGroup> groups) {
        List<LedgerOperation> all = new ArrayList<>();
        long since = System.nanoTime();
        for (ApartGroup group : groups) {
            all.addAll(group.operations());
            since = group.since() - since < 0 ? group.since() : since;
        }
        return new ApartGroup(all, State.NEW, 0, since, System.nanoTime());
    }

    Kind kind() {
        return Kind.of(operations.get(0));
    }

    boolean isAlone() {
        return operations.size() == 1;
    }

    boolean isHeldUp() {
        return state == State.HELD_UP;
    }

    /** True for those that somebody would miss. */
    boolean isWaiting() {
        return isHeldUp() || failures > 0;
    }

    /** @param rests true while only those are tried that have not been yet */
    boolean isDue(boolean rests) {
        return System.nanoTime() - notBefore >= 0 && (!rests || state == State.NEW);
    }

    /** Whether it is a Write alone of which it is known, or other operations of which it is not known, that they are at fault. */
    boolean hasFailed() {
        return operations.stream().allMatch(each -> !(each instanceof Write write) || write.hasFailed());
    }

    ApartGroup heldUp() {
        return with(operations, State.HELD_UP);
    }

    /** The same, to be tried again at once the first time, then after 1 s, 2 s … 1 min. */
    ApartGroup failed() {
        long pause = failures == 0 ? 0 : Duration.ofSeconds(1).toNanos() << Math.min(failures - 1, 6);
        long until = System.nanoTime() + Math.min(pause, LONGEST_PAUSE_NANOS);
        return new ApartGroup(operations, State.TRIED, failures + 1, since, until);
    }

    ApartGroup withoutGivenUp() {
        if (operations.stream().noneMatch(LedgerOperation::isGivenUp)) {
            return this;
        }
        List<LedgerOperation> left = new ArrayList<>(operations);
        left.stream().filter(LedgerOperation::isGivenUp).forEach(LedgerOperation::dropped);
        left.removeIf(LedgerOperation::isGivenUp);
        return with(left, state);
    }

    /**
     * Eighths; but where it is known which one failed, as it is of a Write: that one, those of its feature, which may wait for the same, and
     * the others.
     *
     * @param heldUp true when the one that failed is held up
     */
    List<ApartGroup> parts(boolean heldUp) {
        Write failed = (Write) operations.stream()
                .filter(each -> each instanceof Write write && write.hasFailed())
                .findFirst()
                .orElse(null);
        List<ApartGroup> parts = new ArrayList<>();
        if (failed == null) {
            for (int part = 0; part < PARTS; part++) {
                int from = operations.size() * part / PARTS;
                parts.add(with(operations.subList(from, operations.size() * (part + 1) / PARTS), State.TRIED));
            }
        } else {
            State state = heldUp ? State.HELD_UP : State.TRIED;
            parts.add(with(List.of(failed), state));
            parts.add(with(only(each -> each != failed && isOf(failed.feature(), each)), state));
            parts.add(with(only(each -> !isOf(failed.feature(), each)), State.TRIED));
        }
        parts.removeIf(part -> part.operations().isEmpty());
        return parts;
    }

    private List<LedgerOperation> only(Predicate<LedgerOperation> wanted) {
        return operations.stream().filter(wanted).toList();
    }

    private static boolean isOf(String feature, LedgerOperation operation) {
        return operation instanceof Write write && write.feature().equals(feature);
    }

    private ApartGroup with(List<LedgerOperation> some, State newState) {
        return new ApartGroup(List.copyOf(some), newState, failures, since, notBefore);
    }
}
