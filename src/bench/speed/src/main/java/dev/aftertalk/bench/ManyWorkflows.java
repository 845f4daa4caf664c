package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * So many workflows, of which only the first, the mail, is started.
 *
 * @param count how many
 */
record ManyWorkflows(long count) implements Situation {

    @Override
    public String label() {
        return GrowthReport.count(count);
    }

    @Override
    public double size() {
        return count;
    }

    @Override
    public void prepare(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("routes/workflows"))) {
            for (Path file : files) {
                if (!file.endsWith("thank-you-email.camel.yaml")) {
                    Files.delete(file);
                }
            }
        }
        for (int i = 1; i < count; i++) {
            UnstartedWorkflow.write(folder, "unstarted-" + i);
        }
    }
}
