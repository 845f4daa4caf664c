package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The real files of {@code routes/} in a folder of their own, with one more workflow, whose runs tell by which version they went. */
public final class CopiedRoutes {

    static final String WORKFLOW =
            """
            # Tells by which version of itself, of a kamelet and of the error handling a run went.
            - route:
                id: %1$s
                description: Tells by what it ran
                routeConfigurationId: workflow
                from:
                  id: %1$s-in
                  uri: ledger:workflow/%1$s
                  steps:
                    - to:
                        id: %1$s-ask
                        uri: kamelet:probe-action
                    - filter:
                        id: %1$s-if-bad
                        expression:
                          simple:
                            expression: "${body[bad]} == 'yes'"
                        steps:
                          - throwException:
                              id: %1$s-fail
                              exceptionType: java.lang.IllegalStateException
                              message: as asked
                    - to:
                        id: %1$s-end
                        uri: ledger:skip
                        parameters:
                          reason: "%2$s ${variable.probe}"
            """;

    private static final String KAMELET =
            """
            # Says which version it is.
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: probe-action
              labels:
                camel.apache.org/kamelet.type: action
            spec:
              definition:
                title: Probe
                description: Says which version it is.
                type: object
                properties: {}
              dependencies:
                - "camel:core"
                - "camel:kamelet"
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setVariable:
                        name: probe
                        expression:
                          constant:
                            expression: "%s"
            """;

    private static final String BRANCH =
            """
              - expression:
                  simple:
                    expression: "${body[eventType]} == 'probe'"
                steps:
                  - to:
                      id: router-start-probe
                      uri: ledger:start/probe
            """;

    private static final String ROUTER = "router.camel.yaml";

    private final Path folder;

    /** @param home gets a folder {@code routes} */
    public CopiedRoutes(Path home) throws IOException {
        folder = home.resolve("routes");
        Files.deleteIfExists(file("workflows/other.camel.yaml"));
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(Path.of("routes").relativize(file));
                Files.createDirectories(copy.getParent());
                if (!copy.endsWith(ROUTER)) {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        save("kamelets/probe-action.kamelet.yaml", kamelet("k1"));
        save("workflows/probe.camel.yaml", workflow("probe", "w1"));
        String router = Files.readString(Path.of("routes", ROUTER));
        int first = router.indexOf("            when:\n") + "            when:\n".length();
        save(ROUTER, router.substring(0, first) + BRANCH.indent(12) + router.substring(first));
    }

    public static String workflow(String name, String version) {
        return WORKFLOW.formatted(name, version);
    }

    public static String kamelet(String version) {
        return KAMELET.formatted(version);
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    public String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    public void save(String name, String text) throws IOException {
        Files.writeString(file(name), text);
    }

    /** As editors do that write beside the file and then move it there. */
    public void moveThere(String name, String text) throws IOException {
        Path beside = Files.writeString(folder.resolve(name + "~"), text);
        Files.move(beside, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public void delete(String name) throws IOException {
        Files.delete(file(name));
    }

    /** Whether these are the files as they are there now. */
    boolean areAll(RouteSet files) throws IOException {
        for (RouteFile file : files.files()) {
            if (!Files.exists(file.path()) || !Arrays.equals(Files.readAllBytes(file.path()), file.bytes())) {
                return false;
            }
        }
        return true;
    }

    public List<String> settings() {
        return List.of(
                "--camel.main.routes-include-pattern=file:" + folder + "/**/*.camel.yaml",
                "--camel.component.kamelet.location=file:" + folder + "/kamelets",
                "--mail.templates=" + folder + "/mail");
    }

    /** Sends an event that the workflow runs on, and returns its id. */
    public static String ask(SignedWebhook webhook, String type, String bad) throws Exception {
        String event = UUID.randomUUID().toString();
        assertThat(webhook.post("{\"eventId\":\"%s\",\"eventType\":\"%s\",\"conversationId\":\"%s\",\"bad\":\"%s\"}"
                        .formatted(event, type, event, bad)))
                .isEqualTo(202);
        return event;
    }
}
