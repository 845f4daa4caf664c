package dev.aftertalk.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A figure that is compared: of each, less is better, and a rate is turned into the time for one event.
 *
 * @param figure by which it is known in the files
 * @param label in words
 * @param isRate whether the figure is so many a second
 * @param kept whether it is steady enough to be held against another time's
 */
record Cost(String figure, String label, boolean isRate, boolean kept) {

    /** @return those of the phases there were */
    static List<Cost> all(List<Integer> rates) {
        List<Cost> all = new ArrayList<>();
        all.add(new Cost("start.millis", "Start", false, true));
        all.add(new Cost("restart.millis", "Start on kept state", false, true));
        all.add(new Cost("idle.memory", "Memory when idle", false, true));
        all.add(new Cost("idle.cpu", "CPU when idle", false, false));
        all.add(new Cost("w0.rate", "Time for an acknowledgement, full load", true, true));
        all.add(new Cost("w0.cpu", "CPU for an acknowledgement, full load", false, true));
        all.add(new Cost("w1.mails", "Time for a mail, full load", true, true));
        all.add(new Cost("w1.cpu", "CPU for a mail, full load", false, true));
        all.add(new Cost("w1.memory", "Most memory, full load", false, true));
        for (int rate : rates) {
            all.add(new Cost("at" + rate + ".cpu", "CPU for a mail, " + rate + "/s", false, true));
            all.add(new Cost("at" + rate + ".ack.p50", "Half acknowledged within, " + rate + "/s", false, false));
            all.add(new Cost("at" + rate + ".ack.p99", "99 % acknowledged within, " + rate + "/s", false, false));
        }
        return all;
    }

    /** @return times the other's, in each repetition */
    List<Double> ratios(Results results, String contender, String other) {
        List<Double> values = results.values(contender, figure);
        List<Double> others = results.values(other, figure);
        return isRate ? Statistics.ratios(others, values) : Statistics.ratios(values, others);
    }
}
