package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;

/** {@code sandbox/jira.camel.yaml} over HTTP, and its page. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = SandboxJiraTest.App.class,
        properties = {
            "camel.main.routes-include-pattern=classpath:sandbox/jira.camel.yaml",
            "spring.autoconfigure.exclude=org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration,"
                    + "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration"
        })
@ActiveProfiles("sandbox")
class SandboxJiraTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String DESCRIPTION =
            "{\"type\":\"doc\",\"version\":1,\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"Comment: \","
                    + "\"marks\":[{\"type\":\"strong\"}]},{\"type\":\"text\",\"text\":\"<script>x</script> ${7*7}\"},"
                    + "{\"type\":\"hardBreak\"},{\"type\":\"text\",\"text\":\"b\"}]}]}";

    @EnableAutoConfiguration(exclude = SandboxExtension.class)
    @Import({SandboxPeers.Jira.class, JiraController.class, SandboxWeb.class})
    static class App {}

    @LocalServerPort
    private int port;

    @Autowired
    private SandboxJiraIssues issues;

    @BeforeEach
    void empty() {
        issues.empty();
    }

    @Test
    void opensAnIssueThatItsSearchThenFinds() throws Exception {
        HttpResponse<String> created = call("POST", "/rest/api/3/issue", issue("Task", "S", ""));
        assertThat(created.statusCode()).isEqualTo(201);
        String key = JSON.readTree(created.body()).path("key").asText();
        assertThat(key).matches("CUST-\\d+");

        JsonNode found = search("iadvize-1");
        assertThat(found.path("issues")).hasSize(1);
        assertThat(found.at("/issues/0/key").asText()).isEqualTo(key);
        assertThat(found.at("/issues/0/fields/labels/0").asText()).isEqualTo("iadvize-1");
        assertThat(search("iadvize-2").path("issues")).isEmpty();
        assertThat(created.headers().map().toString()).doesNotContainIgnoringCase("authorization", "user-agent");
    }

    @Test
    void keepsAttachmentsAndLabels() throws Exception {
        String key = JSON.readTree(call("POST", "/rest/api/3/issue", issue("Task", "S", ""))
                        .body())
                .path("key")
                .asText();
        String form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"c.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\né\r\n--b--\r\n";
        HttpRequest upload = request("/rest/api/3/issue/" + key + "/attachments")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .header("X-Atlassian-Token", "no-check")
                .POST(BodyPublishers.ofString(form))
                .build();
        assertThat(CLIENT.send(upload, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        String change = "{\"update\":{\"labels\":[{\"add\":\"x\"},{\"add\":\"x\"}]}}";
        assertThat(call("PUT", "/rest/api/3/issue/" + key, change).statusCode()).isEqualTo(204);

        JsonNode issue = JSON.readTree(call("GET", "/rest/api/3/issue/" + key + "?fields=attachment", "")
                .body());
        assertThat(issue.at("/fields/attachment/0/filename").asText()).isEqualTo("c.txt");
        assertThat(issue.at("/fields/labels").toString()).isEqualTo("[\"iadvize-1\",\"x\"]");
        Document page = new Browser(port).page("/sandbox/jira");
        String file = page.select("a[href*=attachments]").attr("href");
        assertThat(new Browser(port).get(file).body()).isEqualTo("é");
        assertThat(call("GET", "/rest/api/3/issue/CUST-0", "").statusCode()).isEqualTo(404);
    }

    @Test
    void raisesServiceDeskRequests() throws Exception {
        String request =
                "{\"serviceDeskId\":\"3\",\"requestTypeId\":\"25\",\"isAdfRequest\":true,\"requestFieldValues\":"
                        + "{\"summary\":\"S\",\"description\":" + DESCRIPTION + "}}";
        HttpResponse<String> raised = call("POST", "/rest/servicedeskapi/request", request);
        assertThat(raised.statusCode()).isEqualTo(201);
        assertThat(JSON.readTree(raised.body()).path("issueKey").asText()).matches("DESK-\\d+");
    }

    @ParameterizedTest
    @CsvSource({"Task,'',summary", "Nonsense,S,issuetype", "Bug,S,customfield_10050", "Task,'a\\nb',summary"})
    void namesTheFieldsItRefuses(String type, String summary, String field) throws Exception {
        HttpResponse<String> answer = call("POST", "/rest/api/3/issue", issue(type, summary, ""));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("errors").fieldNames())
                .toIterable()
                .containsExactly(field);
        assertThat(issues.newestFirst()).isEmpty();
    }

    @Test
    void opensABugThatHasItsImpact() throws Exception {
        String bug = issue("Bug", "S", ",\"customfield_10050\":1");
        assertThat(call("POST", "/rest/api/3/issue", bug).statusCode()).isEqualTo(201);
    }

    @Test
    void failsAsOftenAsItIsTold() throws Exception {
        Browser browser = new Browser(port);
        assertThat(browser.post("/sandbox/jira/fail?status=429&times=2&retryAfter=5")
                        .statusCode())
                .isEqualTo(204);
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = call("POST", "/rest/api/3/issue", issue("Task", "S", ""));
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        }
        assertThat(call("POST", "/rest/api/3/issue", issue("Task", "S", "")).statusCode())
                .isEqualTo(201);
        assertThat(browser.post("/sandbox/jira/fail?status=200").statusCode()).isEqualTo(400);
    }

    /** By which one can know before what is refused then. */
    @Test
    void tellsWhichFieldsAnIssueMustHave() throws Exception {
        JsonNode types = get("/rest/api/3/issue/createmeta/CUST/issuetypes").path("issueTypes");
        assertThat(types.findValuesAsText("name")).containsExactly("Task", "Bug", "Story");
        for (JsonNode type : types) {
            JsonNode fields = get("/rest/api/3/issue/createmeta/CUST/issuetypes/"
                            + type.path("id").asText())
                    .path("fields");
            boolean wantsImpact = false;
            for (JsonNode field : fields) {
                wantsImpact |= field.path("name").asText().equals("Impact")
                        && field.path("required").asBoolean();
            }
            String name = type.path("name").asText();
            int opened = call("POST", "/rest/api/3/issue", issue(name, "S", "")).statusCode();

            assertThat(wantsImpact).as(name).isEqualTo(opened == 400);
        }
        assertThat(call("GET", "/rest/api/3/issue/createmeta/NOPE/issuetypes", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(get("/rest/api/3/mypermissions?projectKey=CUST&permissions=CREATE_ISSUES")
                        .at("/permissions/CREATE_ISSUES/havePermission")
                        .asBoolean())
                .isTrue();
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(call("GET", path, "").body());
    }

    @Test
    void refusesAWrongToken() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/rest/api/3/issue"))
                .header("Authorization", "Basic d3Jvbmc6d3Jvbmc=")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void showsIssuesWithWhatTheySayAsText() throws Exception {
        Browser browser = new Browser(port);
        assertThat(browser.page("/sandbox/jira").select("h2").text()).isEqualTo("No issue yet");
        call("POST", "/rest/api/3/issue", issue("Task", "<b>S</b> ${7*7}", ""));

        Document page = browser.page("/sandbox/jira");
        assertThat(page.select(".issue h2").text()).endsWith("<b>S</b> ${7*7}");
        assertThat(page.select(".labels").text()).isEqualTo("iadvize-1");
        assertThat(page.select(".description p").text()).isEqualTo("Comment: <script>x</script> ${7*7} b");
        assertThat(page.select(".description strong").text()).isEqualTo("Comment:");
        assertThat(page.select(".description script")).isEmpty();
        assertThat(browser.get("/sandbox/jira").headers().firstValue("Content-Security-Policy"))
                .isPresent();
        JsonNode json = JSON.readTree(browser.get("/sandbox/jira.json").body()).get(0);
        assertThat(json.path("summary").asText()).isEqualTo("<b>S</b> ${7*7}");
        assertThat(json.at("/fields/description/type").asText()).isEqualTo("doc");
    }

    private static String issue(String type, String summary, String more) {
        return "{\"fields\":{\"project\":{\"key\":\"CUST\"},\"issuetype\":{\"name\":\"" + type + "\"},\"summary\":\""
                + summary + "\",\"labels\":[\"iadvize-1\"],\"description\":" + DESCRIPTION + more + "}}";
    }

    private JsonNode search(String label) throws Exception {
        String jql = "{\"jql\":\"labels = \\\"" + label + "\\\" ORDER BY created ASC\",\"fields\":[\"labels\"]}";
        return JSON.readTree(call("POST", "/rest/api/3/search/jql", jql).body());
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        String credentials = "sandbox@aftertalk.test:sandbox-jira-token";
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes()));
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + "/sandbox/jira" + path);
    }
}
