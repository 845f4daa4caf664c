package dev.aftertalk.connectors.salesforce;

import static dev.aftertalk.connectors.salesforce.SalesforceLeadSinkTest.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.testing.SalesforcePeer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which OAuth flow follows from the settings, and what the token endpoint gets. */
class SalesforceLoginTest {

    private SalesforcePeer org;

    @BeforeEach
    void start() throws Exception {
        org = new SalesforcePeer();
    }

    @AfterEach
    void stop() {
        org.close();
    }

    @Test
    void usesTheClientCredentialsWhenNothingElseIsSet() throws Exception {
        assertThat(login(Map.of()))
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_id", "the-app")
                .containsEntry("client_secret", "s&cr+t%")
                .doesNotContainKeys("username", "password");
    }

    @Test
    void usesThePasswordOfAUser() throws Exception {
        assertThat(login(Map.of("salesforce.username", "me@shop.test", "salesforce.password", "p+w&d%")))
                .containsEntry("grant_type", "password")
                .containsEntry("username", "me@shop.test")
                .containsEntry("password", "p+w&d%")
                .containsEntry("client_secret", "s&cr+t%");
    }

    @Test
    void signsForAUserWithTheKeyInTheKeystore(@TempDir Path folder) throws Exception {
        Path keystore = folder.resolve("key.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "app",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=app",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        "changeit",
                        "-storetype",
                        "PKCS12")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();

        Map<String, String> form = login(Map.of(
                "salesforce.username", "me@shop.test",
                "salesforce.keystore", keystore.toString(),
                "salesforce.keystore-password", "changeit",
                "salesforce.jwt-audience", "https://login.salesforce.com"));

        assertThat(form)
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
                .doesNotContainKey("client_secret");
        String[] parts = form.get("assertion").split("\\.");
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .contains(
                        "\"iss\":\"the-app\"", "\"sub\":\"me@shop.test\"", "\"aud\":\"https://login.salesforce.com\"");
        Signature signature = Signature.getInstance("SHA256withRSA");
        try (InputStream file = Files.newInputStream(keystore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(file, "changeit".toCharArray());
            signature.initVerify(keys.getCertificate("app"));
        }
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void saysThatTheKeystoreCannotBeRead() throws Exception {
        Map<String, String> settings = SalesforceWorkflow.minimal(org.url());
        settings.putAll(Map.of(
                "salesforce.username", "me",
                "salesforce.keystore", "no-such-file.p12",
                "salesforce.keystore-password", "x"));
        try (SalesforceWorkflow workflow = new SalesforceWorkflow(settings)) {
            assertThat(workflow.closed("visitorId", "v", "lastName", "L").getException())
                    .hasMessageContaining("salesforce.keystore");
        }
    }

    @Test
    void logsInAtTheFirstCallOnly() throws Exception {
        try (SalesforceWorkflow workflow = new SalesforceWorkflow(SalesforceWorkflow.minimal(org.url()))) {
            assertThat(workflow.camel.isStarted()).isTrue();
            assertThat(org.requests("")).isEmpty();
        }
    }

    @Test
    void startsOnceForRunsThatComeFirstAtTheSameMoment() throws Exception {
        ExecutorService runs = Executors.newFixedThreadPool(8);
        try (SalesforceWorkflow workflow = new SalesforceWorkflow(SalesforceWorkflow.minimal(org.url()))) {
            CountDownLatch together = new CountDownLatch(8);
            List<Future<Exchange>> ends = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String visitor = "v" + i;
                ends.add(runs.submit(() -> {
                    together.countDown();
                    together.await();
                    return workflow.updated("visitorId", visitor, "lastName", "L", "email", visitor + "@visitors.test");
                }));
            }
            for (Future<Exchange> end : ends) {
                succeeds(end.get());
            }
        } finally {
            runs.shutdownNow();
        }
        assertThat(org.requests("POST /services/oauth2/token")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "salesforce.login-url, my.salesforce.com, salesforce.login-url",
        "salesforce.api-version, sixty, salesforce.api-version",
        "salesforce.lead-external-id, Visitor Id, salesforce.lead-external-id",
        "salesforce.on-duplicate, merge, on-duplicate",
        "salesforce.read-timeout, 0s, salesforce.read-timeout"
    })
    void refusesASettingThatCannotBeRight(String setting, String value, String named) {
        assertThatThrownBy(() -> SalesforceWorkflow.settings(Map.of(setting, value)))
                .hasStackTraceContaining(named);
    }

    private Map<String, String> login(Map<String, String> more) throws Exception {
        Map<String, String> settings = SalesforceWorkflow.minimal(org.url());
        settings.putAll(more);
        try (SalesforceWorkflow workflow = new SalesforceWorkflow(settings)) {
            succeeds(workflow.closed("visitorId", "v", "lastName", "L"));
        }
        return org.requests("POST /services/oauth2/token").get(0).parameters();
    }
}
