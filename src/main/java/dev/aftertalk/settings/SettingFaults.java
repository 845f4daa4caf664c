package dev.aftertalk.settings;

import java.util.List;

/** Settings that could not be used; what needs them is left out, everything else runs. */
public interface SettingFaults {

    /** Nothing is wrong. */
    SettingFaults NONE = List::of;

    List<SettingFault> faults();

    /** What is probably not meant and harms nothing, such as a name that looks misspelt: a sentence each. */
    default List<String> doubts() {
        return List.of();
    }
}
