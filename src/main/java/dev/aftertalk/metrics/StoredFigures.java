package dev.aftertalk.metrics;

import io.micrometer.core.instrument.Tags;
import java.util.List;

/** Figures for the metrics that one feature counts in the database. */
@FunctionalInterface
public interface StoredFigures {

    /**
     * Reads them, every few seconds on a thread of their own.
     *
     * @return what there is to show now; a figure that is not in the list is not shown
     */
    List<Figure> read();

    /**
     * A value at this moment.
     *
     * @param name as Micrometer writes it, with dots: {@code aftertalk.backlog.runs}
     */
    record Figure(String name, String description, Tags tags, double value) {}
}
