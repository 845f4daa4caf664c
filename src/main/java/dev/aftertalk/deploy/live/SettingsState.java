package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.check.Finding;
import java.util.List;
import java.util.Set;

/**
 * What came of the settings that were saved since the start.
 *
 * @param refused what is wrong with them; then those before go on
 * @param atRestart the names of those that are another from the next start on
 */
record SettingsState(List<Finding> refused, Set<String> atRestart) {

    static final SettingsState NONE = new SettingsState(List.of(), Set.of());
}
