package dev.aftertalk.text;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

class LogFieldsTest {

    @Test
    void areAFieldEachOfTheLinesAsJson() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger(LogFieldsTest.class);
        log.addAppender(lines);
        try (LogFields outer = LogFields.of("e1", "mail")) {
            try (LogFields inner = LogFields.of("e2", "lead")) {
                log.warn("inner");
            }
            log.warn("outer");
        } finally {
            log.detachAppender(lines);
        }

        assertThat(json(lines.list.get(0)).path("eventId").asText()).isEqualTo("e2");
        JsonNode second = json(lines.list.get(1));
        assertThat(second.path("eventId").asText()).isEqualTo("e1");
        assertThat(second.path("workflow").asText()).isEqualTo("mail");
        assertThat(second.path("message").asText()).isEqualTo("outer");
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void showTheTraceOfTheEventWhereThereIsOne() {
        LogFields.showTraces(event -> "trace of " + event);
        try (LogFields fields = LogFields.of("e1", "mail")) {
            assertThat(MDC.get("traceId")).isEqualTo("trace of e1");
        } finally {
            LogFields.showTraces(null);
        }
        try (LogFields fields = LogFields.of("e1", "mail")) {
            assertThat(MDC.get("traceId")).isNull();
        }

        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    private static JsonNode json(ILoggingEvent line) throws Exception {
        LoggerContext context = new LoggerContext();
        context.putObject(Environment.class.getName(), new MockEnvironment());
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat("ecs");
        encoder.start();
        return new ObjectMapper().readTree(new String(encoder.encode(line), StandardCharsets.UTF_8));
    }
}
