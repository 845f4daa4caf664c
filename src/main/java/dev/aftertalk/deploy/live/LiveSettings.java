package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.settings.SavedSettings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Has settings that were saved count for the routes that read them, or says why they don't. But for its state, for one thread at a time. */
@Component
class LiveSettings {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSettings.class);

    private final SavedSettings saved;
    private final Set<String> said = new TreeSet<>();
    private List<Finding> doubts = List.of();
    private volatile SettingsState state = SettingsState.NONE;

    LiveSettings(SavedSettings saved) {
        this.saved = saved;
    }

    /** What came of them. */
    SettingsState state() {
        return state;
    }

    /**
     * Reads them, and has them count unless something is wrong.
     *
     * @param files those that run
     * @param check finds what is wrong once they count
     * @return the names of those that are another; they count unless something is {@linkplain SettingsState#refused refused}
     */
    Set<String> use(RouteSet files, Function<Dependencies, List<Finding>> check) {
        SavedSettings.Read read = saved.read();
        List<Finding> faults = read.faults().stream().map(Finding::of).toList();
        Set<String> names = faults.isEmpty() ? saved.changes(read) : Set.of();
        if (!names.isEmpty()) {
            Dependencies readers = Dependencies.onSettings(files, names);
            List<Finding> before = check.apply(Dependencies.NONE);
            faults = saved.whileTrying(read, () -> check.apply(readers)).stream()
                    .filter(finding -> finding.isFault() && !before.contains(finding))
                    .map(finding -> because(files, names, finding))
                    .toList();
        }
        state = new SettingsState(faults, read.atRestart());
        doubts = read.doubts().stream().map(Finding::doubt).toList();
        say();
        if (faults.isEmpty()) {
            saved.use(read);
        }
        return names;
    }

    private static Finding because(RouteSet files, Set<String> names, Finding fault) {
        Set<String> read = new TreeSet<>(names);
        files.file(fault.file()).ifPresent(file -> read.removeIf(name -> !Dependencies.isUsing(file, Set.of(name))));
        return new Finding(
                fault.file(),
                fault.line(),
                fault.column(),
                fault.level(),
                "with " + String.join(", ", read.isEmpty() ? names : read) + " as it is saved: " + fault.problem());
    }

    /** Those before count again: a route could not be made with the others, after all. */
    void goBack(Finding why) {
        saved.goBack();
        state = new SettingsState(List.of(why), state.atRestart());
        say();
    }

    /** One line for each that was not said before. */
    private void say() {
        Set<String> lines = new TreeSet<>();
        state.refused().forEach(finding -> lines.add(finding + "; the settings before go on"));
        doubts.forEach(finding -> lines.add(finding.toString()));
        if (!state.atRestart().isEmpty()) {
            lines.add("Saved, and takes effect at the next restart: "
                    + String.join(", ", new TreeSet<>(state.atRestart())));
        }
        lines.stream().filter(line -> !said.contains(line)).forEach(LOG::warn);
        said.clear();
        said.addAll(lines);
    }
}
