package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A workflow that no event starts. */
final class UnstartedWorkflow {

    private UnstartedWorkflow() {}

    /** @param folder the server's */
    static void write(Path folder, String name) throws IOException {
        Files.writeString(
                folder.resolve("routes/workflows/" + name + ".camel.yaml"),
                """
                # Nothing starts this: it is there for the benchmark.
                - route:
                    id: %1$s
                    description: Is never started
                    routeConfigurationId: workflow
                    from:
                      id: %1$s-in
                      uri: ledger:workflow/%1$s
                      steps:
                        - log:
                            id: %1$s-log
                            message: Started all the same
                """
                        .formatted(name));
    }
}
