package dev.aftertalk.care.alerts;

/**
 * A state as all servers keep it.
 *
 * @param begin what is said of its begin, as it was seen last
 * @param since when it began
 * @param firstAt when a server saw it first
 * @param seenAt when a server saw it last
 * @param goneAt since when no server has seen it; null while one does
 * @param told whether its begin was told
 */
record AlertState(
        String name,
        String kind,
        boolean urgent,
        String begin,
        String end,
        String link,
        long since,
        long firstAt,
        long seenAt,
        Long goneAt,
        boolean told) {}
