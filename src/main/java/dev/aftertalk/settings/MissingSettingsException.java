package dev.aftertalk.settings;

import java.util.List;
import java.util.Locale;

/** Aftertalk can't start because settings are missing that nothing can stand in for. */
public final class MissingSettingsException extends RuntimeException {

    private final transient List<MissingSetting> settings;

    public MissingSettingsException(List<MissingSetting> settings) {
        super("Settings are missing: "
                + String.join(", ", settings.stream().map(MissingSetting::name).toList()));
        this.settings = List.copyOf(settings);
    }

    List<MissingSetting> settings() {
        return settings;
    }

    /**
     * @param name as in application.properties
     * @param meaning what it is
     * @param source where to get it
     */
    public record MissingSetting(String name, String meaning, String source) {

        String environmentVariable() {
            return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
        }
    }
}
