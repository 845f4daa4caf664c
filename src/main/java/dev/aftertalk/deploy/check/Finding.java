package dev.aftertalk.deploy.check;

import dev.aftertalk.settings.SettingFault;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong, or doubtful, at a place of a file.
 *
 * @param file as people name it
 * @param line from 1; 0 where it is about the file as a whole
 * @param column from 1; 0 where it is about the line as a whole
 * @param level whether the file is refused for it
 * @param problem what is wrong, and what to write instead; without a full stop, without a secret
 */
public record Finding(Path file, int line, int column, Level level, String problem) {

    private static final Pattern PLACE =
            Pattern.compile("^(?<file>[^\"]+?\\.properties)(:(?<line>\\d+))?: | \\((?<in>[^()]+):(?<at>\\d+)\\)");

    /** What is wrong with a setting, or its file, at the place that its sentence begins with or names behind the value; there it goes away. */
    public static Finding of(SettingFault fault) {
        return ofSettings(fault.problem(), Level.FAULT);
    }

    /** What is doubtful about settings, as {@link #of}. */
    public static Finding doubt(String sentence) {
        return ofSettings(sentence, Level.DOUBT);
    }

    private static Finding ofSettings(String sentence, Level level) {
        Matcher place = PLACE.matcher(sentence);
        if (!place.find()) {
            return new Finding(Path.of("application.properties"), 0, 0, level, sentence);
        }
        boolean isFirst = place.group("file") != null;
        String line = place.group(isFirst ? "line" : "at");
        return new Finding(
                Path.of(place.group(isFirst ? "file" : "in")),
                line == null ? 0 : Integer.parseInt(line),
                0,
                level,
                sentence.replaceFirst(Pattern.quote(place.group()), "").replaceFirst("\\.$", ""));
    }

    /** What follows from a finding. */
    public enum Level {
        /** The file is refused. */
        FAULT,
        /** The file runs; whoever wrote it should look at it once more. */
        DOUBT
    }

    /** Whether the file is refused for it. */
    public boolean isFault() {
        return level == Level.FAULT;
    }

    /** {@code file:line:column: problem}, without what is not known. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "") + ": " + problem;
    }
}
