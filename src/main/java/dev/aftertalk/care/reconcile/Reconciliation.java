package dev.aftertalk.care.reconcile;

import java.util.List;

/**
 * A stretch of time that is, or was, compared with iAdvize's lists. Times are in milliseconds since 1970.
 *
 * @param reason {@code dark}: nobody listened; {@code asked}: somebody wants it
 * @param state {@code waiting}, {@code running}, {@code done} or {@code failed}
 * @param upto how far the pass under way looks, or null before it
 * @param list the list that it is in, or null for the first
 * @param cursor the entry that it is behind, or null for the list's begin
 * @param attempts failures in a row
 * @param error what went wrong, or what could not be compared; null for neither
 * @param types the types of events that are compared; null before the first pass
 */
public record Reconciliation(
        long id,
        String reason,
        long from,
        long to,
        String state,
        long requestedAt,
        Long endedAt,
        Long upto,
        String list,
        String cursor,
        Counts counts,
        int attempts,
        String error,
        List<String> types) {

    /**
     * How far a pass is and what it has counted.
     *
     * @param found what iAdvize has; each of it is had, started, erased or missing
     * @param erased what is left alone because it was erased here
     */
    public record Counts(int pages, int found, int had, int started, int erased, int missing) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        Counts plus(Counts more) {
            return new Counts(
                    pages + more.pages,
                    found + more.found,
                    had + more.had,
                    started + more.started,
                    erased + more.erased,
                    missing + more.missing);
        }

        @Override
        public String toString() {
            return found + " found, " + had + " already had, " + started + " started, "
                    + (erased > 0 ? erased + " erased, " : "") + missing + " missing of " + found;
        }
    }

    /** At another page. */
    Reconciliation at(String nextList, String nextCursor, Counts counted) {
        return new Reconciliation(
                id,
                reason,
                from,
                to,
                state,
                requestedAt,
                endedAt,
                upto,
                nextList,
                nextCursor,
                counted,
                attempts,
                error,
                types);
    }

    /** At the begin of a pass that looks as far as {@code until} for events of these types. */
    Reconciliation begun(long until, List<String> wanted) {
        return new Reconciliation(
                id,
                reason,
                from,
                to,
                state,
                requestedAt,
                endedAt,
                until,
                null,
                null,
                Counts.NONE,
                attempts,
                error,
                wanted);
    }
}
