package dev.aftertalk.settings;

import java.util.List;

/** Settings that could not be used; what needs them is left out, everything else runs. */
public interface SettingFaults {

    /** Nothing is wrong. */
    SettingFaults NONE = List::of;

    List<SettingFault> faults();
}
