package dev.aftertalk.sandbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** The newest issues of the sandbox's Jira, in memory: with traffic on, a Jira without a bound would fill the heap. */
@Component
@SandboxOnly
class SandboxJiraIssues {

    static final int SIZE = 500;

    private final Deque<SandboxJiraIssue> issues = new ArrayDeque<>();
    private int opened;

    synchronized SandboxJiraIssue add(
            String project, boolean request, Map<String, Object> fields, List<String> labels) {
        SandboxJiraIssue issue = new SandboxJiraIssue(
                project + "-" + ++opened,
                Instant.now(),
                request,
                fields,
                new CopyOnWriteArrayList<>(labels),
                new CopyOnWriteArrayList<>());
        issues.addFirst(issue);
        while (issues.size() > SIZE) {
            issues.removeLast();
        }
        return issue;
    }

    synchronized List<SandboxJiraIssue> newestFirst() {
        return List.copyOf(issues);
    }

    synchronized Optional<SandboxJiraIssue> find(String key) {
        return issues.stream().filter(issue -> issue.key().equals(key)).findFirst();
    }

    synchronized void empty() {
        issues.clear();
    }
}
