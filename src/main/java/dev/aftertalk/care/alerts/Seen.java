package dev.aftertalk.care.alerts;

import java.time.Instant;

/**
 * A state that one server sees.
 *
 * @param name what it is about, the same on all servers: {@code system smtp}
 * @param kind such as {@code system.down}
 * @param begin what is said of its begin, in a sentence
 * @param end what is said of its end
 * @param link to the page that shows it; empty without an address of this server
 * @param since null when that isn't known
 */
record Seen(String name, String kind, boolean urgent, String begin, String end, String link, Instant since) {}
