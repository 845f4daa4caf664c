package dev.aftertalk.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class MissingSettingsAnalyzerTest {

    @Test
    void listsEachMissingSettingInALineOfItsOwn() {
        MissingSettingsException failure = new MissingSettingsException(List.of(
                new MissingSettingsException.MissingSetting("one.rest.api-key", "the key", "there"),
                new MissingSettingsException.MissingSetting("two", "another", "elsewhere")));
        FailureAnalysis analysis = new MissingSettingsAnalyzer().analyze(failure);
        assertThat(analysis.getDescription().lines())
                .anyMatch(line ->
                        line.contains("one.rest.api-key: the key. Find it there.") && line.contains("ONE_REST_APIKEY"))
                .anyMatch(line -> line.contains("two: another. Find it elsewhere."));
    }
}
