package dev.aftertalk.ledger.history;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a search among events, newest first, has got to. */
public record SearchCursor(long receivedAt, long seq) {

    public static final SearchCursor NEWEST = new SearchCursor(Long.MAX_VALUE, Long.MAX_VALUE);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})-(\\d{1,19})");

    /** @throws FilterException for what is not a cursor that an answer held */
    public static SearchCursor of(String cursor) {
        if (cursor == null) {
            return NEWEST;
        }
        Matcher parts = TEXT.matcher(cursor);
        try {
            if (parts.matches()) {
                return new SearchCursor(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
            }
        } catch (NumberFormatException e) {
            // too large, and so none of ours either
        }
        throw new FilterException(
                FilterException.Fault.CURSOR,
                "cursor",
                "cursor must be what an answer gave as next; leave it out to begin anew.");
    }

    @Override
    public String toString() {
        return receivedAt + "-" + seq;
    }
}
