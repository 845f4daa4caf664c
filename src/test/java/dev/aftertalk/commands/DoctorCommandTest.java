package dev.aftertalk.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.jira.JiraPeer;
import dev.aftertalk.deploy.check.RouteFolderCopy;
import dev.aftertalk.sandbox.GraphqlPeer;
import dev.aftertalk.sandbox.SandboxIadvize;
import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.testing.SalesforcePeer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpServer;
import dev.aftertalk.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The command as it is typed, with every other system there: all is well, and then one fault after the other. */
@ExtendWith(OutputCaptureExtension.class)
class DoctorCommandTest {

    private static final String JIRA_TOKEN = "t+k%n";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path certificateFolder;

    private static TestCertificates certificates;

    @TempDir
    Path folder;

    private final IadvizePeer iadvize = new IadvizePeer();
    private final SalesforcePeer salesforce = new SalesforcePeer();
    private final JiraPeer jira = new JiraPeer();
    private final PeerServer proxy = new PeerServer(0);
    private final List<String> settings = new ArrayList<>();
    private Smtp smtp;
    private RouteFolderCopy routes;
    private Clock clock = Clock.systemUTC();

    DoctorCommandTest() throws IOException {}

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = TestCertificates.of("localhost", certificateFolder);
    }

    @BeforeEach
    void start() throws Exception {
        smtp = new Smtp(certificates.server());
        proxy.trouble((exchange, request) -> {
            if (request.call().equals("GET /health")) {
                return PeerServer.json(exchange, 200, "{\"status\":\"UP\"}");
            }
            boolean signed = SignedWebhook.signature(SignedWebhook.SECRET, request.body())
                    .equals(request.header("x-iadvize-signature"));
            return PeerServer.json(exchange, signed ? 400 : 401, "{}", "Content-Type", "application/problem+json");
        });
        Path home = Files.createDirectories(folder.resolve("home"));
        routes = new RouteFolderCopy(Files.createDirectories(home.resolve("routes")));
        settings.addAll(List.of(
                "--spring.config.additional-location=optional:file:" + home + "/",
                "--camel.main.routes-include-pattern=file:" + home + "/routes/**/*.camel.yaml",
                "--camel.component.kamelet.location=file:" + home + "/routes/kamelets",
                "--mail.templates=" + home + "/routes/mail",
                "--aftertalk.data-dir=" + folder.resolve("data"),
                "--aftertalk.public-url=" + proxy.url(),
                "--server.port=" + proxy.url().replaceFirst(".*:", ""),
                "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                "--iadvize.rest.url=" + iadvize.restUrl(),
                "--iadvize.rest.api-key=key",
                "--iadvize.graphql.url=" + iadvize.url() + "/graphql",
                "--iadvize.graphql.token-url=" + iadvize.url() + "/oauth2/token",
                "--iadvize.graphql.username=user@shop.test",
                "--iadvize.graphql.password=secret",
                "--salesforce.login-url=" + salesforce.url(),
                "--salesforce.client-id=app",
                "--salesforce.client-secret=secret",
                "--jira.url=" + jira.url(),
                "--jira.email=bot@shop.test",
                "--jira.api-token=" + JIRA_TOKEN,
                "--jira.project=CUST",
                "--mail.host=localhost",
                "--mail.port=" + smtp.port(),
                "--mail.username=bot",
                "--mail.password=mail-password",
                "--mail.from=thanks@shop.test",
                "--mail.ssl-bundle=trusted",
                "--spring.ssl.bundle.pem.trusted.truststore.certificate="
                        + certificates.certificate().toUri()));
    }

    @AfterEach
    void close() throws IOException {
        iadvize.close();
        salesforce.close();
        jira.close();
        proxy.close();
        smtp.close();
    }

    /** What the command ended with and printed. */
    private record Ended(int code, JsonNode report) {

        List<JsonNode> all(Predicate<JsonNode> those) {
            return StreamSupport.stream(report.path("diagnoses").spliterator(), false)
                    .filter(those)
                    .toList();
        }

        /** Nothing but this is amiss, save for what waits for it: the fault is named, with what to do about it. */
        void tellsOnly(String level, String name, String found, String todo) {
            List<JsonNode> amiss = all(each -> !each.path("level").asText().equals("ok")
                    && !each.path("found").asText().startsWith("Not looked at:"));
            assertThat(amiss).as("%s", amiss).hasSize(1);
            tells(level, name, found, todo);
            assertThat(code).isEqualTo(level.equals("problem") ? 1 : 0);
        }

        List<String> names() {
            return all(each -> true).stream()
                    .map(each -> each.path("name").asText())
                    .toList();
        }

        void tells(String level, String name, String found, String todo) {
            List<JsonNode> its = all(each -> each.path("name").asText().equals(name)
                    && !each.path("level").asText().equals("ok"));
            assertThat(its).as(name).hasSize(1);
            assertThat(its.get(0).path("level").asText()).isEqualTo(level);
            assertThat(its.get(0).path("found").asText()).contains(found);
            assertThat(its.get(0).path("todo").asText()).contains(todo);
        }
    }

    private Ended doctor(CapturedOutput output, String... more) throws IOException {
        List<String> args = new ArrayList<>(settings);
        for (String each : more) {
            String name = each.split("=", 2)[0] + "=";
            args.removeIf(given -> given.startsWith(name));
            args.add(each);
        }
        args.add("--json");
        int before = output.getOut().length();
        int code = DoctorCommand.run(LIMIT, clock, args.toArray(String[]::new));
        return new Ended(code, JSON.readTree(output.getOut().substring(before)));
    }

    @Test
    void findsNothingAmissAndChangesNothing(CapturedOutput output) throws Exception {
        Ended ended = doctor(output);

        assertThat(ended.all(each -> !each.path("level").asText().equals("ok"))).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(ended.all(each -> true).stream()
                        .map(each -> each.path("name").asText()))
                .containsSubsequence(
                        "Settings",
                        "Permissions of routes",
                        "Disk of the data",
                        "iAdvize REST",
                        "iAdvize GraphQL",
                        "iAdvize schema",
                        "Mail server",
                        "Mail sender",
                        "Salesforce",
                        "Salesforce Lead",
                        "Salesforce Task",
                        "Jira",
                        "Jira project CUST",
                        "Jira fields of Task in CUST",
                        "Public address",
                        "Clock");
        assertThat(output.getAll())
                .doesNotContain("mail-password", JIRA_TOKEN, SignedWebhook.SECRET, "thanks@shop.test", "bot@shop.test");
        assertThat(smtp.commands)
                .anyMatch(line -> line.startsWith("AUTH"))
                .containsSubsequence("MAIL FROM:<thanks@shop.test>", "RCPT TO:<thanks@shop.test>", "RSET", "QUIT")
                .noneMatch(line -> line.startsWith("DATA"));
        assertThat(jira.asked()).isNotEmpty().allMatch(request -> request.method()
                .equals("GET"));
        assertThat(salesforce.asked())
                .isNotEmpty()
                .allMatch(request ->
                        request.method().equals("GET") || request.path().endsWith("/token"));
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void printsALineForEachAndWhatToDo(CapturedOutput output) {
        settings.add("--jira.issue-type=Bug");

        assertThat(DoctorCommand.run(LIMIT, clock, settings.toArray(String[]::new)))
                .isEqualTo(1);

        assertThat(output.getOut())
                .contains("OK           iAdvize REST: It answers at " + iadvize.restUrl())
                .contains("PROBLEM      Jira fields of Bug in CUST: Jira wants Impact (customfield_10050)")
                .contains("\n             -> Give it a line in the variable ticketFields in ")
                .contains(" OK, 0 warnings, 2 problems; 0 not checked.");
    }

    @Test
    void namesAndCountsWhatItCouldNotLookAt(CapturedOutput output) throws Exception {
        List<String> all = doctor(output).names();

        Ended ended = doctor(
                output,
                "--mail.port=" + FreePort.next(),
                "--salesforce.client-secret=wrong",
                "--iadvize.graphql.password=wrong",
                "--jira.url=http://127.0.0.1:" + FreePort.next());

        assertThat(ended.names()).isEqualTo(all);
        for (String name : List.of("Mail sender", "Salesforce Lead", "Salesforce Task", "iAdvize schema")) {
            ended.tells("not checked", name, "has to be solved first", "");
        }
        String jira = "Not looked at: the problem with Jira has to be solved first.";
        ended.tells("not checked", "Jira project CUST", jira, "");
        ended.tells("not checked", "Jira fields of Task in CUST", jira, "");
        assertThat(ended.report().path("problems").asInt()).isEqualTo(4);
        assertThat(ended.report().path("notChecked").asInt()).isEqualTo(6);
    }

    @Test
    void namesWhatCantBeLookedAtWhereASettingIsWrong(CapturedOutput output) throws Exception {
        Ended ended = doctor(output, "--mail.from=nobody");

        ended.tells("problem", "Mail server", "mail.from is \"nobody\"", "Correct that setting");
        ended.tells(
                "not checked",
                "Mail sender",
                "Not looked at: the problem with Mail server has to be solved first.",
                "");
    }

    @Test
    void tellsOfAWrongKeyOfIadvizes(CapturedOutput output) throws Exception {
        doctor(output, "--iadvize.rest.api-key=wrong")
                .tellsOnly("problem", "iAdvize REST", "HTTP 401", "Set iadvize.rest.api-key to the key that iAdvize");
    }

    @Test
    void tellsOfAWrongPasswordOfIadvizes(CapturedOutput output) throws Exception {
        doctor(output, "--iadvize.graphql.password=wrong")
                .tellsOnly("problem", "iAdvize GraphQL", "iAdvize login", "Set iadvize.graphql.username");
    }

    @Test
    void tellsThatIadvizeIsDown(CapturedOutput output) throws Exception {
        String nobody = "http://127.0.0.1:" + FreePort.next() + "/api/2";

        doctor(output, "--iadvize.rest.url=" + nobody)
                .tellsOnly(
                        "problem",
                        "iAdvize REST",
                        "can't be reached at " + nobody + ": the connection was refused",
                        "Check iadvize.rest.url");
    }

    @Test
    void tellsOfFieldsThatTheSchemaLacks(CapturedOutput output) throws Exception {
        String schema = SandboxIadvize.SCHEMA.replace("  tags: [ConversationTag!]!\n", "");
        GraphqlPeer graphql = new GraphqlPeer(schema, (field, arguments) -> null);
        iadvize.trouble((exchange, request) -> request.path().equals("/graphql")
                && PeerServer.json(exchange, 200, JSON.writeValueAsString(graphql.answer(request.fields()))));

        doctor(output).tellsOnly("warning", "iAdvize schema", "lacks conversation.tags", "iadvize-schema");
    }

    @Test
    void tellsOfAFieldThatSalesforceLacks(CapturedOutput output) throws Exception {
        salesforce.lacks("Fax");
        routes.edit(
                "kamelets/salesforce-lead-fields-action.kamelet.yaml",
                text -> text.replace(
                        "                  City:  ", "                  Fax: x\n                  City:  "));

        doctor(output).tellsOnly("problem", "Salesforce Lead", "Lead has no field Fax", "field-level security");
    }

    @Test
    void tellsOfAFieldThatSalesforceDoesNotLetUsWrite(CapturedOutput output) throws Exception {
        salesforce.protects("PostalCode");

        doctor(output)
                .tellsOnly("problem", "Salesforce Lead", "may not write PostalCode", "give the user Edit on the field");
    }

    @Test
    void tellsOfAnObjectThatSalesforceDoesNotShow(CapturedOutput output) throws Exception {
        String task = "GET /services/data/v62.0/sobjects/Task/describe";
        salesforce.answer(task, SalesforcePeer.error(404, "NOT_FOUND", "The requested resource does not exist"));
        salesforce.answer("GET /services/data/v62.0/limits", SalesforcePeer.error(403, "FORBIDDEN", "No right"));

        doctor(output)
                .tellsOnly("problem", "Salesforce Task", "does not show the object", "Read, Create and Edit on Task");
    }

    @Test
    void tellsOfAnExternalIdThatSalesforceLacks(CapturedOutput output) throws Exception {
        doctor(output, "--salesforce.task-external-id=Elsewhere__c")
                .tellsOnly("warning", "Salesforce Task", "no field Elsewhere__c", "salesforce.task-external-id=");
    }

    @Test
    void tellsOfAWrongSecretOfSalesforces(CapturedOutput output) throws Exception {
        doctor(output, "--salesforce.client-secret=wrong")
                .tellsOnly("problem", "Salesforce", "Salesforce login refused", "Compare salesforce.client-id");
    }

    @Test
    void tellsWhySalesforceCantBeReached(CapturedOutput output) throws Exception {
        doctor(output, "--salesforce.login-url=http://127.0.0.1:" + FreePort.next())
                .tellsOnly(
                        "problem",
                        "Salesforce",
                        "Salesforce login can't be reached, as the connection was refused",
                        "Check salesforce.login-url");

        salesforce.answer("POST /services/oauth2/token", SalesforcePeer.json(200, "<html>Welcome</html>"));
        doctor(output)
                .tellsOnly(
                        "problem",
                        "Salesforce",
                        "can't be reached, or answered with something else than a token",
                        "Check salesforce.login-url");
    }

    @Test
    void tellsOfAMandatoryFieldThatTheRouteDoesNotSet(CapturedOutput output) throws Exception {
        String sets =
                """
                        - setVariable:
                            name: ticketFields
                            expression:
                              constant:
                                expression: |
                                  customfield_10050.value: Low
                """;
        routes.edit(
                "workflows/jira-ticket-for-score.camel.yaml",
                text -> text.replace("      steps:\n        # This", "      steps:\n" + sets + "        # This"));

        doctor(output, "--jira.issue-type=Bug")
                .tellsOnly(
                        "problem",
                        "Jira fields of Bug in CUST",
                        "Jira wants Impact (customfield_10050), which jira-ticket-on-request does not set",
                        "in the variable ticketFields in "
                                + routes.file("workflows/jira-ticket-on-request.camel.yaml"));
    }

    @Test
    void tellsOfAWrongTokenOfJiras(CapturedOutput output) throws Exception {
        doctor(output, "--jira.api-token=wrong")
                .tellsOnly("problem", "Jira", "Jira answered HTTP 401", "Make a new API token");
    }

    @Test
    void tellsOfAProjectAndATypeThatJiraLacks(CapturedOutput output) throws Exception {
        doctor(output, "--jira.project=NOPE")
                .tellsOnly("problem", "Jira project NOPE", "Jira knows no project NOPE", "Set jira.project");
        doctor(output, "--jira.issue-type=Nope")
                .tellsOnly(
                        "problem",
                        "Jira fields of Nope in CUST",
                        "no issue type Nope; it has Task, Bug, Story",
                        "Set jira.issue-type");
    }

    @Test
    void tellsOfARightThatTheUserLacksInJira(CapturedOutput output) throws Exception {
        String rights = "{\"permissions\":{\"BROWSE_PROJECTS\":{\"havePermission\":true},"
                + "\"CREATE_ISSUES\":{\"havePermission\":false}}}";
        jira.trouble((exchange, request) ->
                request.path().endsWith("/mypermissions") && PeerServer.json(exchange, 200, rights));

        doctor(output).tellsOnly("problem", "Jira project CUST", "may not Create Issues", "give these permissions");
    }

    @Test
    void tellsThatTheMailServerDoesNoStarttls(CapturedOutput output) throws Exception {
        try (Smtp plain = new Smtp(null)) {
            doctor(output, "--mail.port=" + plain.port())
                    .tellsOnly("problem", "Mail server", "doesn't offer STARTTLS", "With mail.security=tls");
            assertThat(plain.commands).noneMatch(line -> line.startsWith("AUTH"));
        }
    }

    @Test
    void tellsThatItIsTheDefaultThatNamesTheMailServer(CapturedOutput output) throws Exception {
        String port = "--mail.port=" + FreePort.next();
        doctor(output, port)
                .tellsOnly("problem", "Mail server", "No connection to the mail server localhost", "Check mail.host");
        settings.remove("--mail.host=localhost");
        doctor(output, port)
                .tellsOnly(
                        "problem",
                        "Mail server",
                        "No connection to the mail server localhost",
                        "Set mail.host, if the mail server is another: it is not set, so that its default counts.");
        Files.writeString(folder.resolve("home/application.properties"), "MAIL_HOST=localhost\n");
        doctor(output, port)
                .tellsOnly("problem", "Mail server", "No connection to the mail server localhost", "Check mail.host");
    }

    @Test
    void tellsThatTheMailServerRefusesTheSender(CapturedOutput output) throws Exception {
        smtp.refusal = line -> line.startsWith("RCPT") ? "553 5.7.1 Sender address rejected: not owned by user" : null;

        doctor(output).tellsOnly("problem", "Mail sender", "not owned by user", "Set mail.from to a sender");
    }

    @Test
    void tellsOfAWrongPasswordOfTheMailServers(CapturedOutput output) throws Exception {
        smtp.refusal = line -> line.startsWith("AUTH") ? "535 5.7.8 authentication failed" : null;

        doctor(output)
                .tellsOnly("problem", "Mail server", "refused the login", "Check mail.username and mail.password");
    }

    @Test
    void tellsThatAnotherAnswersAtThePublicAddress(CapturedOutput output) throws Exception {
        doctor(output, "--iadvize.webhook.secrets=ours")
                .tellsOnly("problem", "Public address", "Another Aftertalk answers at", "iadvize.webhook.secrets");
    }

    @Test
    void tellsThatNobodyAnswersAtThePublicAddress(CapturedOutput output) throws Exception {
        String nobody = "http://127.0.0.1:" + FreePort.next();

        doctor(output, "--aftertalk.public-url=" + nobody)
                .tellsOnly(
                        "problem", "Public address", nobody + " can't be reached", "See that DNS leads to the proxy");
    }

    @Test
    void tellsOfAClockThatIsOff(CapturedOutput output) throws Exception {
        clock = Clock.offset(Clock.system(ZoneOffset.UTC), Duration.ofMinutes(3));

        Ended ended = doctor(output);

        ended.tellsOnly("warning", "Clock", "s ahead of iAdvize REST", "Let a time server keep it");
        assertThat(ended.all(each -> each.path("name").asText().equals("Clock"))
                        .get(0)
                        .path("found")
                        .asText())
                .contains("ahead of Jira", "ahead of Public address");
    }

    @Test
    void tellsThatTheDiskIsNearlyFull(CapturedOutput output) throws Exception {
        doctor(output, "--aftertalk.disk.min-free=1000TB")
                .tellsOnly("problem", "Disk of the data", "Events are refused below", "Make room");
    }

    @Test
    void tellsWhoCanReadSecretsAndData(CapturedOutput output) throws Exception {
        Path home = folder.resolve("home");
        Path secrets = Files.writeString(home.resolve("application.properties"), "mail.password=mail-password\n");
        Path data = Files.createDirectories(folder.resolve("data"));
        Path database = Files.writeString(data.resolve("aftertalk.db"), "");
        settings.removeIf(each -> each.startsWith("--mail.password="));
        allow(folder, "rwxr-xr-x");
        allow(home, "rwxr-xr-x");
        allow(data, "rwxr-xr-x");
        allow(database, "rw-r--r--");
        allow(secrets, "rw-r--r--");
        Path hidden = Files.writeString(data.resolve("aftertalk.db-wal"), "");
        allow(hidden, "rw-------");

        Ended ended = doctor(output);

        ended.tells("warning", "Permissions of secrets", "can read " + secrets + ", which holds secrets", "chmod");
        ended.tells("warning", "Permissions of the database", "can read " + database + ", which", "chmod -R go-rwx");
        assertThat(ended.code()).isZero();
    }

    private static void allow(Path file, String rights) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    @Test
    void tellsWhatIsNotUsedAndWhatKeepsItFromBeingUsed(CapturedOutput output) throws Exception {
        Ended without = doctor(output, "--jira.url=", "--jira.email=", "--jira.api-token=");

        without.tellsOnly(
                "not checked",
                "Jira",
                "Not used: jira-ticket-for-score, jira-ticket-on-request are left out",
                "Set jira.url, jira.email, jira.api-token");
        assertThat(jira.asked()).isEmpty();

        doctor(output, "--jira.api-token=").tellsOnly("warning", "Jira", "since jira.api-token is not set", "Set");
    }

    @Test
    void looksAtNoSystemThatNoStartedWorkflowNeeds(CapturedOutput output) throws Exception {
        routes.edit(
                "router.camel.yaml",
                text -> text.replaceAll("uri: ledger:start/salesforce-lead-for-\\w+", "uri: ledger:start/csat"));

        doctor(output).tellsOnly("not checked", "Salesforce", "Not used: no workflow that runs needs it", "");
        assertThat(salesforce.asked()).isEmpty();
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void saysOfEachSystemThatItsUseCantBeToldWhereTheRouterCantBeRead(CapturedOutput output) throws Exception {
        Path router = routes.file("router.camel.yaml");
        Files.delete(router);
        Files.createSymbolicLink(router, Path.of("/proc/self/mem")); // which nobody reads from its start

        Ended ended = doctor(output);

        for (String system : List.of("iAdvize REST", "Salesforce", "Jira")) {
            ended.tells("not checked", system, "can't be told, as " + router + " can't be read", "check");
        }
        assertThat(ended.all(each -> each.path("found").asText().startsWith("Not used")))
                .isEmpty();
    }

    @Test
    void namesSettingsThatCantBeUsed(CapturedOutput output) throws Exception {
        Ended ended = doctor(output, "--survey.delay=soon", "--mail.from=nobody");

        ended.tells("problem", "Settings", "survey.delay is \"soon\"", "Correct it");
        ended.tells("problem", "Mail server", "mail.from is \"nobody\"", "Correct that setting");
    }

    /** A mail server whose answers can be replaced. */
    private static final class Smtp extends SmtpServer {

        final List<String> commands = new CopyOnWriteArrayList<>();
        volatile UnaryOperator<String> refusal = line -> null;

        Smtp(SSLContext tls) throws IOException {
            super(FreePort.next(), tls, true);
            start();
        }

        @Override
        protected String answer(String command, Talk talk) {
            commands.add(command);
            return refusal.apply(command);
        }

        @Override
        protected void take(Mail mail) {
            throw new AssertionError("A mail was sent");
        }
    }
}
