package dev.aftertalk.diagnosis;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the routes use of one system.
 *
 * @param running the steps of routes that run
 * @param leftOut those of routes that are left out, since settings are missing
 */
public record Use(List<UsedStep> running, List<UsedStep> leftOut) {

    /** @param its tells the system's steps from others */
    public static Use of(List<UsedStep> steps, Predicate<UsedStep> its) {
        List<UsedStep> all = steps.stream().filter(its).toList();
        return new Use(
                all.stream().filter(step -> step.missing().isEmpty()).toList(),
                all.stream().filter(step -> !step.missing().isEmpty()).toList());
    }

    /** The names of the workflows that use it and run. */
    public String workflows() {
        return names(running);
    }

    /**
     * Why there is nothing to examine.
     *
     * @param begun whether somebody has set a part of what the system needs, and so wants it
     */
    public Diagnosis nothing(String name, boolean begun) {
        if (leftOut.isEmpty()) {
            return Diagnosis.notChecked(name, "Not used: no workflow that runs needs it.", "");
        }
        String missing = leftOut.stream()
                .flatMap(step -> step.missing().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        String found = names(leftOut) + (workflowsLeftOut() == 1 ? " is" : " are") + " left out, since " + missing
                + (missing.contains(",") ? " are" : " is") + " not set.";
        String todo = "Set " + missing + ", if it is to run.";
        return begun ? Diagnosis.warning(name, found, todo) : Diagnosis.notChecked(name, "Not used: " + found, todo);
    }

    private long workflowsLeftOut() {
        return leftOut.stream().map(UsedStep::workflow).distinct().count();
    }

    private static String names(List<UsedStep> steps) {
        return steps.stream().map(UsedStep::workflow).distinct().collect(Collectors.joining(", "));
    }
}
