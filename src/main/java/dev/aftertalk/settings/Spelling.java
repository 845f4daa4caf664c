package dev.aftertalk.settings;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.unit.DataSize;

/** How people write values, and the one spelling of each that Spring, Camel and the routes read alike. */
final class Spelling {

    private static final Set<String> YES = Set.of("true", "yes", "on", "1");
    private static final Set<String> NO = Set.of("false", "no", "off", "0");
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(?:([KMGT])?I?B?)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AROUND = Pattern.compile("\\A\\ufeff|[\\r\\n]+\\z");
    private static final Pattern BETWEEN = Pattern.compile("[,;\\r\\n]+");

    private Spelling() {}

    /** Whether a file with the value, such as a mounted secret, was not in UTF-8: Spring puts a mark for each character it could not read. */
    static boolean isNoText(String text) {
        return text.indexOf('\ufffd') >= 0 || text.indexOf('\0') >= 0;
    }

    /** The value without what is around it in files of Windows: a byte order mark, line ends. A secret keeps all else. */
    static String written(String text) {
        return AROUND.matcher(text).replaceAll("");
    }

    /** Reads a switch as Spring does, in any letter case and with blanks around it; empty for what is neither yes nor no. */
    static Optional<Boolean> truth(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        return YES.contains(word) ? Optional.of(true) : NO.contains(word) ? Optional.of(false) : Optional.empty();
    }

    /**
     * The usual spelling of a value.
     *
     * @throws IllegalArgumentException for what is not of the setting's type
     */
    static String usual(Setting setting, String text) {
        Class<?> type = setting.raw();
        String stripped = text.strip();
        if (type == List.class) {
            return list(stripped);
        }
        if (setting.isSecret() || stripped.isEmpty()) {
            return setting.isSecret() ? text : "";
        }
        if (type == boolean.class || type == Boolean.class) {
            return truth(stripped).map(String::valueOf).orElseThrow(IllegalArgumentException::new);
        }
        if (type == Duration.class) {
            return duration(setting, stripped);
        }
        if (type == DataSize.class) {
            return size(stripped);
        }
        return stripped;
    }

    /** What may be written, for a message. */
    static String mayBe(Setting setting) {
        Class<?> type = setting.raw();
        if (type == boolean.class || type == Boolean.class) {
            return Switches.MAY_BE;
        } else if (type == Duration.class) {
            return "a time such as " + Durations.EXAMPLES;
        } else if (type == DataSize.class) {
            return "a size such as 256KB or 1MB";
        } else if (type == double.class || type == Double.class) {
            return "a number such as 5 or 0.5";
        } else if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number" + setting.bounds();
        } else if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(each ->
                            ((Enum<?>) each).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(" or "));
        } else if (type == List.class) {
            boolean numbers = setting.type().getGeneric(0).resolve(Object.class) == Long.class;
            return (numbers ? "whole numbers" : "values") + ", separated by commas";
        } else if (type == LocalDate.class) {
            return "a day such as 2026-12-31";
        } else if (type == ZoneId.class) {
            return "a time zone such as Europe/Paris";
        } else if (type == Locale.class) {
            return "a language such as en or fr";
        } else if (type == String.class) {
            return "a text that is not empty";
        }
        return "something that can be read as " + type.getSimpleName();
    }

    /** What others than us read is a number of their unit, as that is all some of them read; a part of one counts as one, since 0 is for ever. */
    private static String duration(Setting setting, String text) {
        Optional<ChronoUnit> unit = setting.unit();
        boolean number = text.chars().allMatch(Character::isDigit);
        Duration read = number && unit.isPresent()
                ? Duration.of(Long.parseLong(text), unit.get())
                : Durations.parse(setting.name(), text);
        if (read.isNegative()) {
            throw new IllegalArgumentException();
        }
        if (unit.isEmpty()) {
            return Durations.write(read);
        }
        long whole = read.dividedBy(unit.get().getDuration());
        return String.valueOf(unit.get().getDuration().multipliedBy(whole).equals(read) ? whole : whole + 1);
    }

    private static String size(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException();
        }
        String unit = size.group(2) == null ? "" : size.group(2).toUpperCase(Locale.ROOT);
        DataSize read = DataSize.parse(Long.parseLong(size.group(1)) + unit + "B"); // throws for what no disk holds
        return read.toBytes() + "B";
    }

    /** The elements of a list, without what is around each. */
    static Stream<String> elements(String text) {
        return BETWEEN.splitAsStream(text).map(String::strip).filter(each -> !each.isEmpty());
    }

    private static String list(String text) {
        return elements(text).collect(Collectors.joining(","));
    }
}
