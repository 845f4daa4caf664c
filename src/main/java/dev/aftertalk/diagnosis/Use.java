package dev.aftertalk.diagnosis;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the routes use of one system.
 *
 * @param running the steps of routes that run
 * @param leftOut those of routes that are left out, since settings are missing
 * @param unread the files that could not be read and may use it, too, or start what does
 */
public record Use(List<UsedStep> running, List<UsedStep> leftOut, List<Path> unread) {

    /** @param its tells the system's steps from others */
    public static Use of(Usage usage, Predicate<UsedStep> its) {
        List<UsedStep> all = usage.steps().stream().filter(its).toList();
        return new Use(
                all.stream().filter(step -> step.missing().isEmpty()).toList(),
                all.stream().filter(step -> !step.missing().isEmpty()).toList(),
                usage.unread());
    }

    /**
     * Says that nothing of it is used, or that this can't be told.
     *
     * @param why what no workflow does
     */
    public Diagnosis unused(String name, String why) {
        if (unread.isEmpty()) {
            return Diagnosis.notChecked(name, "Not used: " + why + ".", "");
        }
        String files = unread.stream().map(Path::toString).collect(Collectors.joining(", "));
        return Diagnosis.notChecked(
                name,
                "Whether a workflow that runs uses it can't be told, as " + files + " can't be read.",
                "Mend what check says of that, and run doctor again.");
    }

    /** The names of the workflows that use it and run. */
    public String workflows() {
        return names(running);
    }

    /**
     * Why there is nothing to examine.
     *
     * @param prefix of the system's own settings; where some of those are missing, others are not told of
     * @param begun whether somebody has set a part of what the system needs, and so wants it
     */
    public Diagnosis nothing(String name, String prefix, boolean begun) {
        if (leftOut.isEmpty() || !begun && !unread.isEmpty()) {
            return unused(name, "no workflow that runs needs it");
        }
        boolean isOwn =
                leftOut.stream().anyMatch(step -> step.missing().stream().anyMatch(each -> each.startsWith(prefix)));
        Predicate<String> told = setting -> !isOwn || setting.startsWith(prefix);
        List<UsedStep> those = leftOut.stream()
                .filter(step -> step.missing().stream().anyMatch(told))
                .toList();
        List<String> missing = those.stream()
                .flatMap(step -> step.missing().stream())
                .filter(told)
                .distinct()
                .toList();
        String settings = String.join(", ", missing);
        boolean isOne = those.stream().map(UsedStep::workflow).distinct().count() == 1;
        String found = names(those) + (isOne ? " is" : " are") + " left out, since " + settings
                + (missing.size() == 1 ? " is" : " are") + " not set.";
        String todo = "Set " + settings + ", if " + (isOne ? "it is" : "they are") + " to run.";
        return begun ? Diagnosis.warning(name, found, todo) : Diagnosis.notChecked(name, "Not used: " + found, todo);
    }

    private static String names(List<UsedStep> steps) {
        return steps.stream().map(UsedStep::workflow).distinct().collect(Collectors.joining(", "));
    }
}
