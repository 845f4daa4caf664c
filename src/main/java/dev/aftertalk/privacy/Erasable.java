package dev.aftertalk.privacy;

import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was found of a person and is still to be taken out.
 *
 * @param first whether it goes before the events, which tell what leads to the person; otherwise after them
 * @param counted as what the report counts it
 * @param number how many there are
 * @param erase takes it out within a transaction
 */
public record Erasable(boolean first, Counted counted, int number, Consumer<JdbcClient> erase) {

    /** What a report of an erasure counts. */
    public enum Counted {
        NOTHING,
        COMMENTS,
        PROMO_CODES
    }

    public static Erasable first(Consumer<JdbcClient> erase) {
        return first(Counted.NOTHING, 0, erase);
    }

    public static Erasable first(Counted counted, int number, Consumer<JdbcClient> erase) {
        return new Erasable(true, counted, number, erase);
    }

    public static Erasable last(Counted counted, int number, Consumer<JdbcClient> erase) {
        return new Erasable(false, counted, number, erase);
    }
}
