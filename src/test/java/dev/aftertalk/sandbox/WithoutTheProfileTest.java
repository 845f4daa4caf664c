package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** The same scan as the sandbox's tests, without the profile. */
@SpringBootTest(
        classes = SandboxTestApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.profiles.active=")
class WithoutTheProfileTest {

    @Autowired
    ApplicationContext context;

    @LocalServerPort
    int port;

    @Test
    void hasNoBeanOfTheSandbox() {
        assertThat(Arrays.stream(context.getBeanDefinitionNames())
                        .map(context::getType)
                        .filter(type -> type != null && type.getName().startsWith("dev.aftertalk.sandbox."))
                        .filter(type -> !type.getName().contains("SandboxTestApplication")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sandbox",
                "/sandbox/inbox",
                "/sandbox/inbox.json",
                "/sandbox/traffic.json",
                "/sandbox/assets/sandbox.css",
                "/sandbox/sandbox.properties",
                "/sandbox/events.json"
            })
    void answersNothingBelowSandbox(String path) throws Exception {
        assertThat(new Browser(port).get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void sendsNothing() throws Exception {
        assertThat(new Browser(port)
                        .post("/sandbox/send?event=v2.conversation.closed")
                        .statusCode())
                .isEqualTo(404);
    }
}
