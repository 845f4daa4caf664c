package dev.aftertalk.packages;

import static dev.aftertalk.packages.Builds.built;
import static dev.aftertalk.packages.Builds.has;
import static dev.aftertalk.packages.Builds.routes;
import static dev.aftertalk.packages.Builds.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The Helm chart, as Helm makes it; there is no Kubernetes to run it. */
class HelmChartIT {

    private static final String HOME = "/opt/aftertalk/";

    @TempDir
    static Path folder;

    private static final List<JsonNode> MADE = new ArrayList<>();

    @BeforeAll
    static void render() throws Exception {
        assumeTrue(has("tar"), "needs tar");
        run("tar", "xzf", built("aftertalk-chart-.*\\.tgz"), "-C", folder);
        String printed = run(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HelmRender.class.getName(),
                folder.resolve("aftertalk"),
                "stop.preStopSeconds=7",
                "stop.drainSeconds=20",
                "serviceMonitor.enabled=true");
        new Yaml().loadAll(printed).forEach(each -> MADE.add(new ObjectMapper().valueToTree(each)));
    }

    private static JsonNode made(String kind) {
        return MADE.stream()
                .filter(each -> each.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode pod() {
        return made("Deployment").path("spec").path("template").path("spec");
    }

    private static JsonNode container() {
        return pod().path("containers").path(0);
    }

    /** Where in the container which ConfigMap is. */
    private static Map<String, String> mounts() {
        Map<String, String> configMaps = new TreeMap<>();
        pod().path("volumes")
                .forEach(volume -> configMaps.put(
                        volume.path("name").asText(),
                        volume.path("configMap").path("name").asText()));
        Map<String, String> mounts = new TreeMap<>();
        container()
                .path("volumeMounts")
                .forEach(mount -> mounts.put(
                        configMaps.get(mount.path("name").asText()),
                        mount.path("mountPath").asText()));
        return mounts;
    }

    @Test
    void bringsEveryFileOfRoutesToWhereItIsRead() throws Exception {
        Map<String, String> texts = new TreeMap<>();
        for (JsonNode each : MADE) {
            String at = mounts().get(each.path("metadata").path("name").asText());
            if (each.path("kind").asText().equals("ConfigMap") && at.startsWith(HOME + "routes")) {
                each.path("data")
                        .fields()
                        .forEachRemaining(file -> texts.put(
                                at.substring(HOME.length()).replace("/base", "") + "/" + file.getKey(),
                                file.getValue().asText()));
            }
        }
        assertThat(texts.keySet()).isNotEmpty().containsExactlyInAnyOrderElementsOf(routes());
        for (Map.Entry<String, String> file : texts.entrySet()) {
            assertThat(file.getValue()).as(file.getKey()).isEqualTo(Files.readString(Path.of(file.getKey())));
        }
    }

    @Test
    void leavesANodeTheTimeThatItNeedsToStop() {
        assertThat(container().at("/lifecycle/preStop/sleep/seconds").asInt()).isEqualTo(7);
        assertThat(MADE.toString()).contains("aftertalk.drain-delay=20s");
        assertThat(pod().path("terminationGracePeriodSeconds").asInt()).isGreaterThanOrEqualTo(7 + 20 + 30);
    }

    @Test
    void confinesTheNodes() {
        assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(container().at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container().at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
    }

    /** A name that is written another way elsewhere would select nothing, without a word. */
    @Test
    void selectsTheNodesEverywhere() {
        JsonNode labels = made("Deployment").at("/spec/template/metadata/labels");
        for (JsonNode selector : List.of(
                made("Service").at("/spec/selector"),
                made("PodDisruptionBudget").at("/spec/selector/matchLabels"),
                made("NetworkPolicy").at("/spec/podSelector/matchLabels"),
                made("ServiceMonitor").at("/spec/selector/matchLabels"))) {
            assertThat(selector.properties()).isNotEmpty().allSatisfy(label -> assertThat(labels.path(label.getKey()))
                    .isEqualTo(label.getValue()));
        }
    }
}
