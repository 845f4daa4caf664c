package dev.aftertalk.settings;

import java.util.List;

/** Settings can't be read that the intake needs, or that decide who may do what. */
final class BadSettingsException extends RuntimeException {

    private final transient List<SettingFault> faults;

    BadSettingsException(List<SettingFault> faults) {
        super("Settings can't be read: "
                + String.join(", ", faults.stream().map(SettingFault::setting).toList()));
        this.faults = List.copyOf(faults);
    }

    List<SettingFault> faults() {
        return faults;
    }
}
