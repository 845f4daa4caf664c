package dev.aftertalk.commands;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was typed behind {@code rehearse}.
 *
 * @param routes null for the folders of the settings
 * @param event null for events of the ledger
 * @param settings as on any command line of Aftertalk
 */
record RehearseArguments(Path routes, Path event, int last, boolean all, boolean json, List<String> settings) {

    private static final int USUAL = 100;
    private static final Set<String> TAKING_A_VALUE = Set.of("--routes", "--event", "--last");
    private static final Set<String> SWITCHES = Set.of("--all", "--json");
    private static final String LAID_OUT = "a folder that is laid out as routes/, such as a copy of it";
    private static final String EVENTS = "a file with events as iAdvize sends them";

    /** @throws IllegalArgumentException saying what to write instead */
    static RehearseArguments of(String... args) {
        Map<String, String> given = new HashMap<>();
        List<String> settings = new ArrayList<>();
        for (Iterator<String> all = Arrays.asList(args).iterator(); all.hasNext(); ) {
            String arg = all.next();
            String name = arg.replaceFirst("=.*", "");
            if (TAKING_A_VALUE.contains(name)) {
                String value = !name.equals(arg) ? arg.substring(name.length() + 1) : all.hasNext() ? all.next() : "";
                if (given.put(name, value) != null) {
                    throw new IllegalArgumentException("Say " + name + " once.");
                }
            } else if (SWITCHES.contains(arg)) {
                given.put(arg, "");
            } else if (arg.matches("--[^=]*[._][^=]*=.*")) { // whatever is a setting has several words
                settings.add(arg);
            } else {
                throw new IllegalArgumentException("There is no " + arg + " here.");
            }
        }
        if (given.containsKey("--last") && given.containsKey("--event")) {
            throw new IllegalArgumentException("Say either --last or --event.");
        }
        return new RehearseArguments(
                routes(given.get("--routes")),
                event(given.get("--event")),
                last(given.get("--last")),
                given.containsKey("--all"),
                given.containsKey("--json"),
                settings);
    }

    private static int last(String text) {
        if (text == null) {
            return USUAL;
        }
        if (text.matches("[1-9]\\d{0,5}")) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("--last must be a number from 1 to 999999.");
    }

    private static Path routes(String text) {
        if (text == null) {
            return null;
        }
        Path folder = path("--routes", text, LAID_OUT);
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    Files.exists(folder)
                            ? folder + " is a file; --routes takes " + LAID_OUT + "."
                            : "There is no folder " + folder + ".");
        }
        requireReadable(folder);
        RouteParts.whole(folder).ifPresent(whole -> {
            throw new IllegalArgumentException(
                    folder + " is a part of what is rehearsed together; write --routes=" + whole + ".");
        });
        return folder;
    }

    private static Path event(String text) {
        if (text == null) {
            return null;
        }
        Path file = path("--event", text, EVENTS);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("There is no file " + file + ".");
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a folder; --event takes " + EVENTS + ".");
        }
        requireReadable(file);
        return file;
    }

    private static Path path(String name, String text, String what) {
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // no name that a file can have
        }
        throw new IllegalArgumentException(name + " needs " + what + ".");
    }

    private static void requireReadable(Path path) {
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException(path + " can't be read by " + System.getProperty("user.name")
                    + ", who runs this; change its owner or its rights.");
        }
    }
}
