package dev.aftertalk.privacy;

import java.util.function.BiFunction;

/**
 * One kind of rows that go with age.
 *
 * @param kind for the metrics and the log
 * @param kept what says how long they are kept; when that is for ever, there is no sweep
 * @param sweep begins to take them out
 */
public record Ageing(String kind, Kept kept, BiFunction<Database, Ages, Sweep> sweep) {}
