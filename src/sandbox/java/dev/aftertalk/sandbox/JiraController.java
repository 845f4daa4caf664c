package dev.aftertalk.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The page of the sandbox's Jira, its issues as JSON for scripts, and the switch that makes it fail. */
@Controller
@SandboxOnly
class JiraController {

    private static final int MOST_TIMES = 100_000;

    private final SandboxJiraIssues issues;
    private final SandboxJiraTrouble trouble;

    JiraController(SandboxJiraIssues issues, SandboxJiraTrouble trouble) {
        this.issues = issues;
        this.trouble = trouble;
    }

    @GetMapping("/sandbox/jira")
    String list(Model model) {
        List<SandboxJiraIssue> all = issues.newestFirst();
        model.addAttribute("issues", all.subList(0, Math.min(50, all.size())));
        model.addAttribute("count", all.size());
        model.addAttribute("size", SandboxPeers.ISSUES);
        return "sandbox/jira";
    }

    @GetMapping("/sandbox/jira.json")
    ResponseEntity<List<IssueSummary>> json() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(issues.newestFirst().stream().map(IssueSummary::of).toList());
    }

    @PostMapping("/sandbox/jira/empty")
    String empty() {
        issues.empty();
        return "redirect:/sandbox/jira";
    }

    /** Makes the next calls to the sandbox's Jira fail. */
    @PostMapping("/sandbox/jira/fail")
    ResponseEntity<Void> fail(
            @RequestParam int status,
            @RequestParam(defaultValue = "1") int times,
            @RequestParam(required = false) String retryAfter) {
        if (status < 400 || status > 599 || times < 0 || times > MOST_TIMES) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "status is 400 to 599, times 0 to " + MOST_TIMES);
        }
        String wait = retryAfter != null && retryAfter.matches("[\\w ,:]{1,40}") ? retryAfter : null;
        trouble.expect(status, times, wait);
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/sandbox/jira/{key}/attachments/{id}")
    ResponseEntity<byte[]> attachment(@PathVariable String key, @PathVariable String id) {
        byte[] content = issues.find(key).stream()
                .flatMap(issue -> issue.attachments().stream())
                .filter(file -> file.id().equals(id))
                .map(SandboxJiraIssue.Attachment::content)
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return ResponseEntity.ok()
                .contentType(MediaType.valueOf("text/plain;charset=UTF-8"))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'self'")
                .header("X-Content-Type-Options", "nosniff")
                .body(content);
    }

    /** An issue as a script sees it. */
    record IssueSummary(
            String key,
            String summary,
            Instant createdAt,
            List<String> labels,
            List<String> attachments,
            Map<String, Object> fields) {

        static IssueSummary of(SandboxJiraIssue issue) {
            return new IssueSummary(
                    issue.key(),
                    issue.summary(),
                    issue.createdAt(),
                    issue.labels(),
                    issue.attachments().stream()
                            .map(SandboxJiraIssue.Attachment::filename)
                            .toList(),
                    issue.fields());
        }
    }
}
