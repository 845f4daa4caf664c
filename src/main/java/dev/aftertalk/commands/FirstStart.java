package dev.aftertalk.commands;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** A server that is started once for the JVM to see what a start needs, in a folder of its own and with nobody to talk to. It listens to nobody. */
final class FirstStart {

    private static final String NOBODY = "http://127.0.0.1:9";

    /** Of the environment nothing else: a setting in it could have it talk to somebody. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR");

    /** None of people's own, all workflows on, and nobody to be found where they look. */
    private static final List<String> SETTINGS = List.of(
            "--spring.config.location=classpath:/",
            "--spring.main.banner-mode=off",
            "--server.address=127.0.0.1",
            "--aftertalk.disk.min-free=1MB",
            "--aftertalk.public-url=" + NOBODY,
            "--iadvize.rest.url=" + NOBODY + "/api/2",
            "--iadvize.rest.api-key=none",
            "--mail.host=127.0.0.1",
            "--mail.port=9",
            "--mail.security=none",
            "--mail.from=nobody@example.org",
            "--jira.url=" + NOBODY,
            "--jira.email=nobody@example.org",
            "--jira.api-token=none",
            "--jira.project=NONE",
            "--salesforce.login-url=" + NOBODY,
            "--salesforce.client-id=none",
            "--salesforce.client-secret=none",
            "--workflows.promo-code=on",
            "--workflows.satisfaction-survey=on");

    private FirstStart() {}

    /**
     * @param home its folder, where its routes are put
     * @param java the command, without settings
     */
    static ProcessBuilder in(Path home, List<String> java) throws IOException {
        copyRoutes(home.resolve("routes"));
        List<String> command = new ArrayList<>(java);
        command.addAll(SETTINGS);
        command.add("--iadvize.webhook.secrets=" + UUID.randomUUID());
        ProcessBuilder starts = new ProcessBuilder(command).directory(home.toFile());
        starts.environment().keySet().retainAll(ENVIRONMENT);
        return starts;
    }

    /** Those that the jar brings for this: in people's own something could begin to work. */
    private static void copyRoutes(Path to) throws IOException {
        String root = "fast-start/routes/";
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:" + root + "**/*.*")) {
            String url = file.getURL().toString();
            Path copy = to.resolve(url.substring(url.lastIndexOf(root) + root.length()));
            Files.createDirectories(copy.getParent());
            try (InputStream in = file.getInputStream()) {
                Files.copy(in, copy);
            }
        }
    }
}
