package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.sandbox.SandboxJira;
import dev.aftertalk.sandbox.SandboxJiraIssue;
import dev.aftertalk.sandbox.SandboxJiraIssues;
import dev.aftertalk.sandbox.SandboxJiraTrouble;
import dev.aftertalk.testing.PeerServer;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The sandbox's Jira, which fails when a test says so. */
public final class JiraPeer extends PeerServer {

    static final String CREATE = "POST /rest/api/3/issue";
    static final String SEARCH = "POST /rest/api/3/search/jql";
    static final String DESK = "POST /rest/servicedeskapi/request";

    private static final Map<String, String> USERS = Map.of("bot@shop.test", "t+k%n", "desk@shop.test", "token");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SandboxJiraIssues issues = new SandboxJiraIssues(Integer.MAX_VALUE);
    private final SandboxJira api = new SandboxJira(issues, new SandboxJiraTrouble(), USERS);

    record Issue(String key, JsonNode fields, List<String> labels, List<String> files) {

        static Issue of(SandboxJiraIssue issue) {
            return new Issue(
                    issue.key(),
                    JSON.valueToTree(issue.fields()),
                    issue.labels(),
                    issue.attachments().stream()
                            .map(SandboxJiraIssue.Attachment::filename)
                            .toList());
        }
    }

    public JiraPeer() {
        super(0);
        serve(request -> api.answer(request.call().endsWith("/attachments") ? uploaded(request) : request));
    }

    private static PeerRequest uploaded(PeerRequest request) {
        try {
            BodyPart file = new MimeMultipart(new ByteArrayDataSource(request.body(), request.header("Content-Type")))
                    .getBodyPart(0);
            return new PeerRequest(
                    request.method(),
                    request.path(),
                    request.query(),
                    request.headers(),
                    request.parameters(),
                    file.getInputStream().readAllBytes(),
                    file.getFileName());
        } catch (MessagingException | IOException e) {
            throw new IllegalArgumentException("Not a form: " + request.text(), e);
        }
    }

    /** From now on the search shows an issue only so long after it was opened. */
    public void showAfter(Duration lag) {
        issues.showAfter(lag);
    }

    /** While true, the search shows nothing new, as when Jira's index lags. */
    void indexLags(boolean lags) {
        showAfter(lags ? Duration.ofDays(1) : Duration.ZERO);
    }

    /** How many issues bear each label. */
    public Map<String, Long> issuesByLabel() {
        return issues().stream()
                .flatMap(issue -> issue.labels().stream())
                .collect(Collectors.groupingBy(label -> label, Collectors.counting()));
    }

    void startOver() {
        trouble(null);
        indexLags(false);
        forget();
        issues.empty();
    }

    /** The first requests with this method and path are treated so. */
    void fail(String call, int times, Trouble how) {
        AtomicInteger left = new AtomicInteger(times);
        trouble((exchange, request) ->
                request.call().equals(call) && left.getAndDecrement() > 0 && how.with(exchange, request));
    }

    /** What was asked of this method and path, oldest first. */
    List<PeerRequest> asked(String call) {
        return asked().stream().filter(request -> request.call().equals(call)).toList();
    }

    /** All issues, the newest first. */
    List<Issue> issues() {
        return issues.newestFirst().stream().map(Issue::of).toList();
    }

    List<Issue> issues(String label) {
        return issues().stream().filter(issue -> issue.labels().contains(label)).toList();
    }

    @SuppressWarnings("unchecked") // the names of a JSON object are strings
    Issue add(JsonNode fields) {
        return Issue.of(issues.add("CUST", false, JSON.convertValue(fields, Map.class)));
    }

    /** Deletes all issues. */
    void empty() {
        issues.empty();
    }
}
