package dev.aftertalk.care.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Diagnosis.Level;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.ledger.start.NodeIdentity;
import dev.aftertalk.ledger.start.NodeProcess;
import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.web.PublicUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** What stands between somebody outside and this server: what it answers at the health check and at the webhook. */
class PublicUrlExaminationTest {

    private static final String UP = "{\"status\":\"UP\"}";
    private static final String PROBLEM = "application/problem+json";

    @TempDir
    Path folder;

    private final PeerServer proxy = new PeerServer(0);
    private final MockEnvironment settings = new MockEnvironment()
            .withProperty("server.port", proxy.url().replaceFirst(".*:", ""))
            .withProperty("iadvize.webhook.secrets", "another, " + SignedWebhook.SECRET);

    @AfterEach
    void close() {
        proxy.close();
    }

    private interface Answer {
        boolean to(HttpExchange exchange, String signature) throws IOException;
    }

    private void answers(String health, int status, Answer webhook) {
        proxy.trouble((exchange, request) -> request.call().equals("GET /health")
                ? PeerServer.json(exchange, status, health)
                : webhook.to(exchange, request.header("x-iadvize-signature")));
    }

    private List<Diagnosis> examine(String url) throws Exception {
        List<Diagnosis> told = new ArrayList<>();
        new PublicUrlExamination(new PublicUrl(url), new WebhookSecrets(settings), new ServerHere(settings))
                .examine(new Usage(List.of(), List.of()), new Report() {
                    @Override
                    public void tell(Diagnosis diagnosis) {
                        told.add(diagnosis);
                    }

                    @Override
                    public void heard(String system, String date) {
                        assertThat(date).isNotNull();
                    }
                });
        return told;
    }

    private Diagnosis only(String url) throws Exception {
        List<Diagnosis> told = examine(url);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).todo().isEmpty()).isEqualTo(told.get(0).level() == Level.OK);
        return told.get(0);
    }

    @Test
    void signsWhatIsNoEventWithTheFirstSecret() throws Exception {
        List<String> signatures = new ArrayList<>();
        answers(UP, 200, (exchange, signature) -> {
            signatures.add(signature);
            return PeerServer.json(exchange, 400, "{}", "Content-Type", PROBLEM);
        });

        assertThat(only(proxy.url()).level()).isEqualTo(Level.OK);
        assertThat(signatures).containsExactly(SignedWebhook.signature("another", "{}"));
    }

    @Test
    void tellsWhatAnswersInstead() throws Exception {
        answers("<html>Welcome</html>", 200, (exchange, signature) -> false);
        assertThat(only(proxy.url()).found()).contains("is not Aftertalk (HTTP 200)");

        answers("no upstream", 502, (exchange, signature) -> false);
        assertThat(only(proxy.url()).found()).contains("is not Aftertalk (HTTP 502)");

        answers("{\"status\":\"DOWN\"}", 503, (exchange, signature) -> false);
        assertThat(only(proxy.url()).found()).contains("takes no events at present");
    }

    @Test
    void tellsThatTheWebhookDoesNotGetThrough() throws Exception {
        answers(UP, 200, (exchange, signature) -> PeerServer.json(exchange, 403, "<html>Blocked</html>"));
        Diagnosis blocked = only(proxy.url());
        assertThat(blocked.level()).isEqualTo(Level.PROBLEM);
        assertThat(blocked.found()).contains("/webhooks/iadvize is not answered by it (HTTP 403)");
        assertThat(blocked.todo()).contains("pass POST /webhooks/iadvize on");

        answers(UP, 200, (exchange, signature) -> PeerServer.json(exchange, 401, "{}", "Content-Type", PROBLEM));
        assertThat(only(proxy.url()).found()).contains("Another Aftertalk answers");
    }

    @Test
    void followsNoRedirect() throws Exception {
        proxy.trouble((exchange, request) ->
                PeerServer.json(exchange, 301, "", "Location", "http://shop.test" + request.path()));

        assertThat(only(proxy.url()).found()).contains("redirects elsewhere, which iAdvize does not follow");
        assertThat(proxy.asked()).hasSize(1);
    }

    @Test
    void tellsOfARedirectToWhereNothingIsEncrypted() {
        Diagnosis told = PublicUrlExamination.redirected("https://shop.test", "http://shop.test/health");

        assertThat(told.level()).isEqualTo(Level.PROBLEM);
        assertThat(told.found()).contains("redirects to http://, where nothing is encrypted");
    }

    @Test
    void expectsNobodyToAnswerWhileNoServerRuns() throws Exception {
        String nobody = "http://127.0.0.1:" + FreePort.next();
        assertThat(only(nobody).level()).isEqualTo(Level.PROBLEM);

        int port = FreePort.next();
        settings.setProperty("server.port", String.valueOf(port));
        settings.setProperty("aftertalk.data-dir", folder.toString());
        Diagnosis stopped = only(nobody);

        assertThat(stopped.level()).isEqualTo(Level.NOT_CHECKED);
        assertThat(stopped.found())
                .contains("Nothing listens on port " + port, "no server works on the data folder " + folder);
        assertThat(stopped.todo()).isEqualTo("Start the server and run doctor again, with the same settings.");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void tellsThatTheServerOfThisFolderWasStartedWithOtherSettings() throws Exception {
        String nobody = "http://127.0.0.1:" + FreePort.next();
        settings.setProperty("server.port", String.valueOf(FreePort.next()));
        settings.setProperty("aftertalk.data-dir", folder.toString());
        Path node = folder.resolve("node");
        try (NodeProcess server = NodeProcess.on(folder, true)) {
            FileTime before = Files.getLastModifiedTime(node);
            Diagnosis other = only(nobody);

            assertThat(other.level()).isEqualTo(Level.NOT_CHECKED);
            assertThat(other.found())
                    .contains("A server works on the data folder " + folder, "started with other settings")
                    .doesNotContain("no server");
            assertThat(other.todo()).contains("with the settings the server was started with", "--server.port=");
            assertThat("id " + Files.readString(node).strip()).isEqualTo(server.said());
            assertThat(Files.getLastModifiedTime(node)).isEqualTo(before);
        }
        assertThat(only(nobody).found()).contains("no server works on the data folder");
        try (NodeIdentity started = NodeIdentity.of(folder, true)) {
            assertThat(started.id()).as("nothing keeps a start from the folder").isNotEmpty();
        }
    }

    @Test
    void asksForTheAddressWhereThereIsNone() throws Exception {
        assertThat(only("").level()).isEqualTo(Level.NOT_CHECKED);
        assertThat(proxy.asked()).isEmpty();
    }

    @Test
    void warnsOfAnAddressThatIsNotEncrypted() throws Exception {
        List<Diagnosis> told = examine("http://no-such-host.invalid");

        assertThat(told).hasSize(2);
        assertThat(told.get(0).found()).contains("there is no host of this name");
        assertThat(told.get(1).level()).isEqualTo(Level.WARNING);
        assertThat(told.get(1).found()).contains("begins with http://");
    }
}
