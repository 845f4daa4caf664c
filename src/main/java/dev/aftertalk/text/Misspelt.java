package dev.aftertalk.text;

import java.util.Collection;
import java.util.Optional;

/** Finds what was meant by a misspelt name. */
public final class Misspelt {

    private static final int FARTHEST = 2;

    private Misspelt() {}

    /** The known name that is nearest, at most two letters away; empty when none is so near. */
    public static Optional<String> near(String name, Collection<String> known) {
        String best = null;
        int distance = FARTHEST + 1;
        for (String each : known) {
            int far = distance(name, each);
            if (far < distance) {
                distance = far;
                best = each;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Letters to add, take away or change (Levenshtein); more than {@link #FARTHEST} only says: far. */
    private static int distance(String from, String to) {
        if (Math.abs(from.length() - to.length()) > FARTHEST) {
            return FARTHEST + 1;
        }
        int[] row = new int[to.length() + 1];
        for (int n = 0; n <= to.length(); n++) {
            row[n] = n;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int n = 1; n <= to.length(); n++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(n - 1) ? 0 : 1);
                diagonal = row[n];
                row[n] = Math.min(change, Math.min(row[n], row[n - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
