package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeps the kamelets as the catalogue wants them; each rule is proved by a kamelet that breaks it. */
class KameletCatalogueTest {

    private static final Path KAMELETS = Path.of("routes/kamelets");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @Test
    void isReadyForTheCatalogue() throws IOException {
        Set<String> titles = new HashSet<>();
        for (Path file : files()) {
            JsonNode kamelet = YAML.readTree(file.toFile());

            assertThat(CatalogueChecks.faults(name(file), kamelet, version()))
                    .as(name(file))
                    .isEmpty();
            assertThat(titles.add(kamelet.at("/spec/definition/title").asText()))
                    .as("the title of " + name(file) + " is no other's")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kamelet.type: sink | kamelet.type: action | which its name has to end in",
                "title: E-mail Sink | title: E-mail | title has to end in Sink",
                "type: object | type: array | not of type object",
                "catalog.version: | catalog.number: | no annotation camel.apache.org/catalog.version",
                "kamelet.icon: | kamelet.sign: | no annotation camel.apache.org/kamelet.icon",
                "version: \"0 | version: \"7 | the project's is",
                "title: Recipient | title: The Recipient | without an article",
                "title: Recipient | title: Mail recipient | have its words capitalised",
                "'      list:' | '      other: {title: Other, type: string}~      list:' | the parameter other is never used",
                "{{template}} | {{tempelate}} | the parameter tempelate is not declared",
                "'uri: smtp:' | 'uri: bean:' | 4 bean steps for 3 endpoints"
            })
    void findsWhatTheCatalogueWouldRefuse(String right, String wrong, String fault) throws IOException {
        String text = Files.readString(KAMELETS.resolve("email-sink.kamelet.yaml"));
        String changed = text.replace(unescaped(right), unescaped(wrong));

        assertThat(changed).isNotEqualTo(text);
        assertThat(CatalogueChecks.faults("email-sink", YAML.readTree(changed), version()))
                .anySatisfy(each -> assertThat(each).contains(fault));
    }

    private static String unescaped(String text) {
        return text.replace("~", "\n");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(KAMELETS)) {
            List<Path> kamelets = files.filter(file -> file.toString().endsWith(".kamelet.yaml"))
                    .sorted()
                    .toList();
            assertThat(kamelets).isNotEmpty();
            return kamelets;
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".kamelet.yaml", "");
    }

    /** Of the project, without what marks it as unreleased. */
    private static String version() throws IOException {
        Properties build = new Properties();
        try (InputStream file = KameletCatalogueTest.class.getResourceAsStream("/META-INF/build-info.properties")) {
            build.load(file);
        }
        return build.getProperty("build.version").replace("-SNAPSHOT", "");
    }
}
