package dev.aftertalk.intake;

import java.util.List;
import java.util.Locale;

/** Aftertalk can't start because settings are missing that nothing can stand in for. */
final class MissingSettingsException extends RuntimeException {

    private final transient List<Setting> settings;

    MissingSettingsException(List<Setting> settings) {
        super("Settings are missing: "
                + String.join(", ", settings.stream().map(Setting::name).toList()));
        this.settings = List.copyOf(settings);
    }

    List<Setting> settings() {
        return settings;
    }

    /**
     * @param name as in application.properties
     * @param meaning what it is
     * @param source where to get it
     */
    record Setting(String name, String meaning, String source) {

        String environmentVariable() {
            return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
        }
    }
}
