package dev.aftertalk.settings;

import java.util.List;
import java.util.Map;

/** What depends on a setting: whether a wrong one stops the start, and what stands in for it if not. */
final class Needs {

    /** The intake, and who may do what: a guess would lose events, or open what was closed. */
    private static final List<String> STOPPING = List.of(
            "aftertalk.drain-delay",
            "aftertalk.disk",
            "aftertalk.ledger",
            "aftertalk.webhook",
            "iadvize.webhook",
            "security",
            "server.port",
            "server.forward-headers-strategy",
            "spring.datasource");

    /** Off, nowhere or never: what nobody can read is never taken for leave to act or to delete. */
    private static final Map<String, String> INSTEAD =
            Map.of(SettingsCatalog.SWITCHES, "false", "aftertalk.public-url", "", "retention", "0s");

    private Needs() {}

    static boolean stops(String setting) {
        return STOPPING.stream().anyMatch(part -> within(setting, part));
    }

    /** What a wrong setting counts as; null: what it is when nobody sets it. */
    static String instead(String setting) {
        return INSTEAD.entrySet().stream()
                .filter(entry -> within(setting, entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** What else is switched off by a wrong setting: the reconciler would otherwise act on more than it was told to. */
    static Map<String, String> besides(String setting) {
        return within(setting, "reconcile") ? Map.of("reconcile.enabled", "false") : Map.of();
    }

    private static boolean within(String setting, String part) {
        return setting.equals(part) || setting.startsWith(part + ".");
    }
}
