package dev.aftertalk.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The issues of a Jira, in memory. */
public final class SandboxJiraIssues {

    private final int kept;
    private final Map<String, SandboxJiraIssue> issues = new LinkedHashMap<>();
    private int opened;
    private Duration lag = Duration.ZERO;

    /** @param kept how many, the newest: with traffic on, a Jira without a bound would fill the heap */
    public SandboxJiraIssues(int kept) {
        this.kept = kept;
    }

    /** From now on the search shows an issue only so long after it was opened, as when Jira's index lags. */
    public synchronized void showAfter(Duration after) {
        lag = after;
    }

    public synchronized SandboxJiraIssue add(String project, boolean request, Map<String, Object> fields) {
        List<String> labels = new CopyOnWriteArrayList<>();
        if (fields.get("labels") instanceof List<?> given) {
            given.forEach(label -> labels.add(label.toString()));
        }
        SandboxJiraIssue issue = new SandboxJiraIssue(
                project + "-" + ++opened, Instant.now(), request, fields, labels, new CopyOnWriteArrayList<>());
        issues.put(issue.key(), issue);
        if (issues.size() > kept) {
            issues.remove(issues.keySet().iterator().next());
        }
        return issue;
    }

    /** Those that Jira's search shows, the oldest first. */
    synchronized List<SandboxJiraIssue> search(Predicate<SandboxJiraIssue> condition) {
        Instant shown = Instant.now().minus(lag);
        return issues.values().stream()
                .filter(issue -> !issue.createdAt().isAfter(shown) && condition.test(issue))
                .toList();
    }

    public synchronized List<SandboxJiraIssue> newestFirst() {
        List<SandboxJiraIssue> all = new ArrayList<>(issues.values());
        Collections.reverse(all);
        return all;
    }

    synchronized Optional<SandboxJiraIssue> find(String key) {
        return Optional.ofNullable(issues.get(key));
    }

    public synchronized void empty() {
        issues.clear();
    }
}
