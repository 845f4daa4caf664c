package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Otherwise two versions of Camel would be compared. */
class CamelVersionTest {

    @Test
    void isThatOfAftertalk() throws IOException {
        assertThat(new DefaultCamelContext(false).getVersion()).isEqualTo(version(Path.of("../../../pom.xml")));
    }

    private static String version(Path pom) throws IOException {
        return Pattern.compile("<camel.version>(.*)</camel.version>")
                .matcher(Files.readString(pom))
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }
}
