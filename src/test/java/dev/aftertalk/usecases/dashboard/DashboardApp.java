package dev.aftertalk.usecases.dashboard;

import dev.aftertalk.access.TestLogins;
import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The real application with its real routes, shared by the tests of the dashboard; each test has days or a project of its own. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "iadvize.webhook.secrets=" + SignedWebhook.SECRET,
            "mail.from=thanks@shop.test",
            "satisfaction.time-zone=Europe/Paris",
            "dashboard.max-streams-per-user=2"
        })
abstract class DashboardApp {

    @LocalServerPort
    int port;

    @Autowired
    ApplicationContext context;

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry settings) throws IOException {
        Path data = Files.createTempDirectory("aftertalk-dashboard");
        settings.add("aftertalk.data-dir", data::toString);
    }

    Browsing as(String role) {
        return new Browsing(port, TestLogins.cookie(context, role));
    }

    /** Posts an answer as iAdvize does; its field and value as JSON. */
    void answer(int project, String conversation, Instant at, String field, String value)
            throws IOException, InterruptedException {
        answer(port, project, conversation, at, field, value);
    }

    static void answer(int port, int project, String conversation, Instant at, String field, String value)
            throws IOException, InterruptedException {
        String body =
                """
                {"eventId": "%s", "eventType": "satisfaction.answered", "platform": "ha", "clientId": 1, "projectId": %d,
                 "conversationId": "%s", "createdAt": "%s", "%s": %s}"""
                        .formatted(UUID.randomUUID(), project, conversation, at, field, value);
        int status = new SignedWebhook(port).post(body);
        if (status != 202) {
            throw new IllegalStateException("The webhook answered " + status);
        }
    }
}
