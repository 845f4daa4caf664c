package dev.aftertalk.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.ui.Model;

/** Of which last time figures are shown. */
final class FigureTimes {

    private static final String USUAL = "hour";
    private static final Map<String, Duration> ALL = new LinkedHashMap<>();

    static {
        ALL.put(USUAL, Duration.ofHours(1));
        ALL.put("day", Duration.ofDays(1));
        ALL.put("week", Duration.ofDays(7));
    }

    private FigureTimes() {}

    /** @param last its name; what is none is the last hour */
    static Duration of(String last) {
        return ALL.get(known(last));
    }

    /** Gives the templates which there are, and which is shown. */
    static void add(Model model, String last) {
        model.addAttribute("times", ALL.keySet());
        model.addAttribute("last", known(last));
    }

    private static String known(String last) {
        return ALL.containsKey(last) ? last : USUAL;
    }
}
