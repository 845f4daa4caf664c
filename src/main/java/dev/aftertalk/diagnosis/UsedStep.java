package dev.aftertalk.diagnosis;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A step of a route that calls something, as it is once kamelets have been given their parameters.
 *
 * @param workflow the id of the route that comes to it, also through kamelets
 * @param file in which that route stands
 * @param address without parameters, such as {@code jira-issue:open}
 * @param parameters as they are written: a value may be an expression
 * @param variables the texts that were set before it, such as field mappings
 * @param missing the settings without which the route is left out; empty for one that runs
 */
public record UsedStep(
        String workflow,
        Path file,
        String address,
        Map<String, String> parameters,
        Map<String, String> variables,
        List<String> missing) {

    public String scheme() {
        return address.split(":", 2)[0];
    }

    /** What is given for a parameter; empty when nothing is. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "").strip();
    }

    /** Whether a value is known only once there is an event. */
    public static boolean isExpression(String value) {
        return value.contains("${") || value.contains("{{");
    }
}
