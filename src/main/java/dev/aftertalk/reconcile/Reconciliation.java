package dev.aftertalk.reconcile;

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
 */
record Reconciliation(
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
        String error) {

    /**
     * How far a pass is and what it has counted.
     *
     * @param found what iAdvize has; each of it is had, started or missing
     */
    record Counts(int pages, int found, int had, int started, int missing) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        Counts plus(Counts more) {
            return new Counts(
                    pages + more.pages,
                    found + more.found,
                    had + more.had,
                    started + more.started,
                    missing + more.missing);
        }

        @Override
        public String toString() {
            return found + " found, " + had + " already had, " + started + " started, " + missing + " missing of "
                    + found;
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
                error);
    }

    /** At the begin of a pass that looks as far as {@code until}. */
    Reconciliation begun(long until) {
        return new Reconciliation(
                id, reason, from, to, state, requestedAt, endedAt, until, null, null, Counts.NONE, attempts, error);
    }
}
