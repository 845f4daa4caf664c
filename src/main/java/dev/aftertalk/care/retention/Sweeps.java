package dev.aftertalk.care.retention;

import dev.aftertalk.access.RefusedLogins;
import dev.aftertalk.connectors.mail.MailLimit;
import dev.aftertalk.ledger.LedgerWrites;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What there is to take out, by the settings. */
@Component
class Sweeps {

    static final List<String> KINDS = List.of(
            "events",
            "answers",
            "comments",
            "conversations",
            "jira_issues",
            "lead_claims",
            "mail_counts",
            "audit",
            "erased",
            "listening",
            "reconciliations",
            "refused_logins",
            "replays",
            "surveys");

    /** What is still to be done is kept, and the newest one, so that no number is given twice. */
    private static final String RECONCILED_AT =
            """
            CASE WHEN state IN ('done', 'failed') AND id < (SELECT max(id) FROM reconciliation) THEN ended_at END""";

    /** They count for minutes only. */
    private static final Duration CLAIMS_KEPT = Duration.ofDays(1);

    private final Database database;
    private final RetentionSettings settings;

    Sweeps(JdbcClient reads, LedgerWrites writes, RetentionSettings settings) {
        this.database = new Database(reads, writes);
        this.settings = settings;
    }

    /** For one pass, in this order. */
    List<Sweep> at(Instant now) {
        List<Sweep> sweeps = new ArrayList<>();
        long claims = now.minus(CLAIMS_KEPT).toEpochMilli();
        sweeps.add(new OldRows(database, "lead_claims", "lead_claim", "digest", "claimed_at", "", claims));
        long mails = now.minus(MailLimit.DAY).toEpochMilli();
        sweeps.add(new OldRows(database, "mail_counts", "mail_count", "run", "counted_at", "", mails));
        long refused = now.minus(RefusedLogins.KEPT).toEpochMilli();
        sweeps.add(new OldRows(database, "refused_logins", "refused_login", "id", "at", "", refused));
        before(now, settings.events()).ifPresent(events -> {
            sweeps.add(new OldEvents(
                    database, events, before(now, settings.deadOrEvents()).orElse(Long.MIN_VALUE)));
            sweeps.add(new OldRows(database, "erased", "erased", "digest", "erased_at", "", events));
            sweeps.add(new OldListening(database, events));
            sweeps.add(new OldRows(
                    database, "reconciliations", "reconciliation", "id", RECONCILED_AT, Long.MIN_VALUE, events));
            sweeps.add(new OldRows(database, "surveys", "survey", "conversation_id", "asked_at", "", events));
            sweeps.add(new OldRows(database, "replays", "replay", "id", "ended_at", "", events));
        });
        before(now, settings.comments()).ifPresent(comments -> sweeps.add(new OldComments(database, comments)));
        before(now, settings.answers()).ifPresent(answers -> {
            sweeps.add(new OldAnswers(database, answers));
            sweeps.add(new OldConversations(database, answers));
            sweeps.add(new OldRows(database, "jira_issues", "jira_issue", "conversation_id", "asked_at", "", answers));
        });
        before(now, settings.audit())
                .ifPresent(audit ->
                        sweeps.add(new OldRows(database, "audit", "audit_entry", "id", "at", Long.MIN_VALUE, audit)));
        return sweeps;
    }

    private static OptionalLong before(Instant now, Duration kept) {
        return kept == null
                ? OptionalLong.empty()
                : OptionalLong.of(now.minus(kept).toEpochMilli());
    }
}
