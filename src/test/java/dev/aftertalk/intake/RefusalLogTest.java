package dev.aftertalk.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTest {

    @Test
    void writesOneLineForEachStatusHoweverManyCallsAreRefused(CapturedOutput output) {
        RefusalLog log = new RefusalLog();
        for (int count = 0; count < 1000; count++) {
            log.add(401, "Sign it.");
            log.add(413, "Shorten it.");
        }
        assertThat(output.toString().lines().filter(line -> line.contains("Refused a webhook call")))
                .hasSize(2)
                .anyMatch(line -> line.contains("401") && line.contains("iadvize.webhook.secrets"))
                .anyMatch(line -> line.contains("413") && line.contains("Shorten it."));
    }
}
