package dev.aftertalk.ledger.history;

import java.util.Locale;

/**
 * A search or an order can't be as it was asked for. The message is for whoever asked, in English; pages say it in the reader's language by the
 * fault.
 */
public final class FilterException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Fault {
        /** It is too long, or no text. */
        TEXT,
        /** There is no such state of a run. */
        STATE,
        /** They are not numbers of events, or too many. */
        NUMBER,
        /** It is not the number of a project. */
        PROJECT,
        /** It is not a time. */
        TIME,
        /** The time from which is not before the one up to which. */
        TIMES,
        /** A cause is looked for among all runs there ever were. */
        CAUSE,
        /** It is not where an answer said that there is more. */
        CURSOR,
        /** It asks for what could name a person, which whoever asks may not see. */
        PERSONS,
        /** An order about runs that are not over. */
        NOT_OVER,
        /** An order to skip runs of which nothing is left to be done. */
        NOT_DEAD,
        /** An order to have run again what is done, which is only done on purpose. */
        DONE,
        /** An order about runs of which there may be a great many. */
        MANY;

        /** The end of its message code. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Fault fault;
    private final String part;

    /** @param part of the filter that is wrong, one of {@link EventFilter#NAMES} or {@code cursor} */
    public FilterException(Fault fault, String part, String message) {
        super(message);
        this.fault = fault;
        this.part = part;
    }

    public Fault fault() {
        return fault;
    }

    public String part() {
        return part;
    }
}
