package dev.aftertalk.commands;

import dev.aftertalk.text.Misspelt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What was typed behind {@code routes}.
 *
 * @param words what to do, then the file and versions
 */
record RoutesArguments(List<String> words, int last, boolean force, boolean thisFolder, String... settings) {

    static final String USAGE = "history [FILE] [--last=N] | show FILE [VERSION] | diff FILE [FROM [TO]]"
            + " | restore FILE VERSION [--force] [--this-folder]";

    static final String FORCE = "--force";
    static final String THIS_FOLDER = "--this-folder";

    private static final String LAST = "--last=";
    private static final int USUAL = 20;
    private static final List<String> ACTIONS = List.of("history", "show", "diff", "restore");

    /** The fewest and most words of each. */
    private static final int[][] WORDS = {{1, 2}, {2, 3}, {2, 4}, {3, 3}};

    /** @throws IllegalArgumentException that says what is wrong with them */
    static RoutesArguments of(String... args) {
        List<String> words = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        int last = USUAL;
        for (String arg : args) {
            if (arg.startsWith(LAST)) {
                last = number(arg.substring(LAST.length()));
            } else if (!arg.startsWith("--")) {
                words.add(arg);
            } else if (!arg.equals(FORCE) && !arg.equals(THIS_FOLDER)) {
                settings.add(arg);
            }
        }
        require(words);
        List<String> all = Arrays.asList(args);
        return new RoutesArguments(
                words, last, all.contains(FORCE), all.contains(THIS_FOLDER), settings.toArray(String[]::new));
    }

    private static void require(List<String> words) {
        int action = words.isEmpty() ? -1 : ACTIONS.indexOf(words.get(0));
        if (action < 0) {
            throw new IllegalArgumentException(
                    words.isEmpty()
                            ? "Say what to do:"
                            : "routes can't " + words.get(0)
                                    + Misspelt.near(words.get(0), ACTIONS)
                                            .map(near -> ": did you mean " + near + "?")
                                            .orElse("."));
        }
        if (words.size() < WORDS[action][0] || words.size() > WORDS[action][1]) {
            throw new IllegalArgumentException(
                    words.size() < WORDS[action][0]
                            ? "Say which file" + (action == 3 ? " and which version:" : ":")
                            : "Too many words:");
        }
    }

    private static int number(String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("--last=" + text + " is no number of versions.");
        }
        return Integer.parseInt(text);
    }

    String file() {
        return words.get(1);
    }

    /** Empty when it was not named. */
    Optional<String> named(int index) {
        return words.size() > index + 2 ? Optional.of(words.get(index + 2)) : Optional.empty();
    }

    String version(int index) {
        return named(index).orElse("");
    }
}
