package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class LookupSettingsWarningTest {

    @Test
    void warnsOnceWhenNothingCanBeLookedUp(CapturedOutput output) {
        new LookupSettingsWarning(new MockEnvironment().withProperty("iadvize.graphql.username", "u")).warn();
        assertThat(output.toString()
                        .lines()
                        .filter(line -> line.contains("WARN") && line.contains("iadvize.rest.api-key")))
                .hasSize(1);
    }

    @Test
    void warnsOfNothingWhenOneApiCanBeAsked(CapturedOutput output) {
        new LookupSettingsWarning(new MockEnvironment().withProperty("iadvize.rest.api-key", "k")).warn();
        new LookupSettingsWarning(new MockEnvironment()
                        .withProperty("iadvize.graphql.username", "u")
                        .withProperty("iadvize.graphql.password", "p"))
                .warn();
        assertThat(output).doesNotContain("WARN");
    }
}
