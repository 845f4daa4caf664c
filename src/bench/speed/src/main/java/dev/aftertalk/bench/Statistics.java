package dev.aftertalk.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Percentiles, medians and ratios. All of them are of what was measured itself, none is estimated. */
final class Statistics {

    private Statistics() {}

    /**
     * @param share between 0 and 1
     * @return the smallest of the values that so large a share of them is not above (the nearest rank); NaN of none
     */
    static double percentile(double[] values, double share) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }

    /** @return the one in the middle, or the mean of the two there; NaN of none */
    static double median(List<Double> values) {
        double[] sorted = known(values).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double smallest(List<Double> values) {
        return known(values).min().orElse(Double.NaN);
    }

    static double largest(List<Double> values) {
        return known(values).max().orElse(Double.NaN);
    }

    /** @return the largest divided by the smallest: 1 when all are the same */
    static double spread(List<Double> values) {
        return largest(values) / smallest(values);
    }

    /**
     * Each value against the one at its place in the other list, as those two were measured one after the other and met the same machine.
     *
     * @param values one a repetition; NaN where nothing was measured
     * @return one ratio for each pair of which both are known and the other isn't 0
     */
    static List<Double> ratios(List<Double> values, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(values.size(), others.size()); i++) {
            double ratio = values.get(i) / others.get(i);
            if (Double.isFinite(ratio)) {
                ratios.add(ratio);
            }
        }
        return ratios;
    }

    private static DoubleStream known(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).filter(value -> !Double.isNaN(value));
    }
}
