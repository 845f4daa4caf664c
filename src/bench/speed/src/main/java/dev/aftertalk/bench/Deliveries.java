package dev.aftertalk.bench;

import java.util.HashMap;
import java.util.Map;

/** The mails that arrived, by the visitor they are for. An address stands for one event, so a second mail to it is one too many. */
final class Deliveries {

    private static final String DOMAIN = "@visitors.example.com";

    private final Map<Long, Arrival> arrivals = new HashMap<>();
    private long mails;
    private long unknown;

    static String address(long visitor) {
        return visitor + DOMAIN;
    }

    /**
     * @param recipient an address
     * @param asExpected whether the mail says what it should; one that doesn't is counted, but not taken for a delivery
     */
    void arrived(String recipient, boolean asExpected) {
        mails++;
        if (!asExpected || !recipient.matches("\\d+" + DOMAIN)) {
            unknown++;
            return;
        }
        long visitor = Long.parseLong(recipient.substring(0, recipient.indexOf('@')));
        arrivals.merge(
                visitor,
                new Arrival(1, System.nanoTime()),
                (before, now) -> new Arrival(before.count() + 1, before.nanos()));
    }

    void reset() {
        arrivals.clear();
        mails = 0;
        unknown = 0;
    }

    /** @return counts in JSON; duplicates: the mails beyond the first of each visitor */
    String stats() {
        return "{\"mails\":%d,\"visitors\":%d,\"duplicates\":%d,\"unknown\":%d}"
                .formatted(mails, arrivals.size(), mails - unknown - arrivals.size(), unknown);
    }

    /** @return a line a visitor: who, how many mails, and when the first came, as {@link System#nanoTime} has it */
    String delivered() {
        StringBuilder lines = new StringBuilder();
        arrivals.forEach((visitor, arrival) -> lines.append(visitor)
                .append(' ')
                .append(arrival.count())
                .append(' ')
                .append(arrival.nanos())
                .append('\n'));
        return lines.toString();
    }

    /** The same, and forgets them: for who asks again and again. Mails that were wrong stay counted. */
    String take() {
        String lines = delivered();
        arrivals.clear();
        mails = unknown;
        return lines;
    }

    private record Arrival(int count, long nanos) {}
}
