package dev.aftertalk.ledger.history;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the causes of many runs have in common: the cause without what is another in each, such as ids and addresses. */
public final class CauseKind {

    /** Stands for a word, or a part of one, without a space in it; at the end of a kind that was cut, for all the rest. */
    static final String ANY = "…";

    static final int LONGEST = 600;

    /** Mail addresses, and words with at least four digits or as long as an id: what names one record, person or message. */
    private static final Pattern OF_ONE = Pattern.compile("[^\\s\"'<>()\\[\\],;]+@[^\\s\"'<>()\\[\\],;]+"
            + "|\\b(?=(?:[\\w-]*\\d){4})[\\w-]+"
            + "|\\b(?=\\w*\\d)\\w{15,}\\b");

    private static final Pattern REPEATED = Pattern.compile("…{2,}");

    private CauseKind() {}

    /** The kind of a cause; of one without a word, {@code null}. */
    public static String of(String cause) {
        if (cause == null) {
            return null;
        }
        String kind = REPEATED.matcher(OF_ONE.matcher(cause).replaceAll(ANY)).replaceAll(ANY);
        return kind.length() < LONGEST ? kind : kind.substring(0, LONGEST - 1) + ANY;
    }

    /** Adds that the cause of a run {@code r} is of a kind: the same words, and as many of them. */
    static void addTo(Sql sql, String kind) {
        String pattern = kind.replaceAll("([\\\\%_])", "\\\\$1").replace(ANY, "%");
        sql.add("AND r.cause LIKE ? ESCAPE '\\'", pattern);
        if (!isCut(kind)) {
            sql.add(
                    "AND length(r.cause) - length(replace(r.cause, ' ', '')) = ?",
                    kind.chars().filter(each -> each == ' ').count());
        }
    }

    /** Whether a cause is of a kind. */
    static boolean isOf(String cause, String kind) {
        String whole = isCut(kind) ? kind.substring(0, kind.length() - 1) : kind;
        String pattern = Arrays.stream(whole.split(ANY, -1)).map(Pattern::quote).collect(Collectors.joining("[^ ]*"));
        return Pattern.compile(pattern + (isCut(kind) ? ".*" : ""), Pattern.DOTALL)
                .matcher(cause)
                .matches();
    }

    private static boolean isCut(String kind) {
        return kind.length() >= LONGEST;
    }
}
