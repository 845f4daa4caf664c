package dev.aftertalk.console.drawing;

import java.util.List;

/**
 * The steps of a route, and the ways between them.
 *
 * @param steps by their numbers, the beginning first
 */
record Flow(List<Step> steps, List<Way> ways) {

    /** What a step is drawn as. */
    enum Shape {
        BEGINNING,
        STEP,
        DECISION,
        END
    }

    /**
     * A step.
     *
     * @param name its id where its file gives it one, or what it is
     * @param details where it leads to, or what it computes; of starts of workflows that follow one another, each of them
     * @param note what its file says of it; may be empty
     */
    record Step(Shape shape, String name, List<Detail> details, String note) {}

    /** @param off whether it is switched off */
    record Detail(String text, boolean off) {}

    /**
     * A way from one step to another.
     *
     * @param when it is gone; empty for always
     */
    record Way(int from, int to, String when) {}
}
