package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares what happened at the other systems with what must come of the events that were sent. */
final class Effects {

    private static final List<String> MAILING = List.of("thank-you-email", "promo-code", "satisfaction-survey");
    private static final int WORST_GOOD_SCORE = 3;

    /** Cut off in the middle of the same mail twice, so that it is for a person to decide. */
    private static final String IN_DOUBT =
            "r.state = 'dead' AND (r.cause LIKE '%may have been sent already, and again:%' OR r.cause LIKE '%It is not sent again: look for its Message-ID%')";

    /** After a mail of which nobody knows, the visitor answered: there was no more reason for one. */
    private static final String SKIPPED_IN_DOUBT =
            "r.state = 'skipped' AND r.cause LIKE '%(an earlier attempt ended before the result of this was known:%'";

    private final Conversations sent;
    private final Peers peers;
    private final JdbcClient database;

    Effects(Conversations sent, Peers peers, JdbcClient database) {
        this.sent = sent;
        this.peers = peers;
        this.database = database;
    }

    /** How many acknowledged events have not ended, or are not in the ledger at all. */
    int lost() {
        Set<String> missing = new HashSet<>(sent.events());
        missing.removeAll(texts(
                """
                SELECT e.event_id FROM event e WHERE EXISTS (SELECT 1 FROM run r WHERE r.event_seq = e.seq)
                  AND NOT EXISTS (SELECT 1 FROM run r WHERE r.event_seq = e.seq AND r.state NOT IN ('done', 'skipped') AND NOT (%s))"""
                        .formatted(IN_DOUBT)));
        return missing.size();
    }

    int secondLeads() {
        return more(of("Lead", "iAdvize_Visitor_Id__c"));
    }

    int secondTasks() {
        return more(of("Task", "iAdvize_Conversation_Id__c"));
    }

    int secondIssues() {
        return more(tickets());
    }

    /** Codes that a visitor got beside the first, and visitors that share one with somebody else. */
    int secondCodes() {
        Map<String, Set<String>> codes = peers.mails.codes();
        int more = codes.values().stream().mapToInt(of -> of.size() - 1).sum();
        long different =
                codes.values().stream().flatMap(Collection::stream).distinct().count();
        int all = codes.values().stream().mapToInt(Set::size).sum();
        return more + all - (int) different;
    }

    /** Runs that sent a mail again, and of which the ledger does not say so. */
    Set<String> unmarkedMails() {
        Set<MailLog.Run> twice = new HashSet<>(peers.mails.sentTwice());
        twice.removeAll(marked());
        return twice.stream().map(this::told).collect(Collectors.toSet());
    }

    /** A run as the ledger has it in the end. */
    private String told(MailLog.Run run) {
        return run + " "
                + database.sql(
                                "SELECT r.state || ', attempt ' || r.attempt || ': ' || coalesce(r.cause, '') || ' ' || coalesce(r.history, '')"
                                        + " FROM run r JOIN event e ON e.seq = r.event_seq WHERE r.workflow = ? AND e.event_id = ?")
                        .params(run.workflow(), run.eventId())
                        .query(String.class)
                        .optional()
                        .orElse("is not there");
    }

    /** Runs that sent a mail more often than once again. */
    Set<MailLog.Run> mailsSentThrice() {
        return peers.mails.sentAtLeast(3);
    }

    /** Runs of which the ledger says that they acted again without knowing whether the attempt before had. */
    Set<MailLog.Run> marked() {
        return new HashSet<>(database.sql(
                        "SELECT r.workflow, e.event_id FROM run r JOIN event e ON e.seq = r.event_seq WHERE r.cause LIKE 'Done again:%' OR "
                                + SKIPPED_IN_DOUBT + " OR " + IN_DOUBT)
                .query((row, number) -> new MailLog.Run(row.getString(1), row.getString(2)))
                .list());
    }

    /** How many mails nobody knows the fate of, after the one repeat there may be. */
    int inDoubt() {
        return MAILING.stream()
                .mapToInt(workflow -> ended(workflow, IN_DOUBT).size())
                .sum();
    }

    /** Runs that are dead for any other reason, with what they went through: there must be none. */
    List<String> deadOtherwise() {
        return texts(
                """
                SELECT r.workflow || ', attempt ' || r.attempt || ': ' || coalesce(r.cause, '') || ' ' || coalesce(CAST(r.earlier_attempts AS TEXT), '')
                FROM run r WHERE r.state = 'dead' AND NOT (%s)"""
                        .formatted(IN_DOUBT));
    }

    /** Runs that a dead server cut off, and that went again. */
    long interrupted() {
        return database.sql("SELECT count(*) FROM run WHERE attempt > 1")
                .query(Long.class)
                .single();
    }

    /** Each effect that must be there is, and there is no other. */
    void assertComplete() {
        SoftAssertions all = new SoftAssertions();
        for (String workflow : MAILING) {
            Set<String> mailed = peers.mails.eventsOf(workflow);
            Set<String> done = ended(workflow, "r.state = 'done'");
            all.assertThat(without(done, mailed))
                    .as("without a mail, " + workflow)
                    .isEmpty();
            // One that was cut off while it sent may find, when it goes again, that there is nothing to send any more.
            Set<String> doubtful =
                    ended(workflow, "r.state = 'skipped' AND r.cause LIKE '% (an earlier attempt ended before%'");
            doubtful.addAll(ended(workflow, IN_DOUBT));
            all.assertThat(without(without(mailed, done), doubtful))
                    .as("mails of " + workflow)
                    .isEmpty();
        }
        Set<String> given = peers.mails.codes().keySet();
        all.assertThat(without(given, sent.visitors()))
                .as("promo codes of others")
                .isEmpty();
        all.assertThat(without(sent.visitors(), given))
                .as("visitors without a promo code")
                .hasSizeLessThanOrEqualTo(ended("promo-code", IN_DOUBT).size());
        all.assertThat(of("Task", "iAdvize_Conversation_Id__c").keySet())
                .as("Salesforce tasks")
                .isEqualTo(sent.closed());
        all.assertThat(peers.salesforce.all("Lead").stream()
                        .map(lead -> (String) lead.get("Email"))
                        .collect(Collectors.toSet()))
                .as("Salesforce leads")
                .containsAll(sent.visitors());
        all.assertThat(tickets().keySet()).as("Jira issues").isEqualTo(badlyRated());
        all.assertThat(answers("customerSatisfaction")).as("scores").isEqualTo(sent.scores());
        all.assertThat(answers("netPromoterScore")).as("recommendations").isEqualTo(sent.recommendations());
        all.assertAll();
        Set<String> thanked = new HashSet<>(peers.mails.eventsOf("thank-you-email"));
        thanked.addAll(ended("thank-you-email", IN_DOUBT));
        assertThat(thanked).hasSameSizeAs(sent.closed());
    }

    private Set<String> ended(String workflow, String how) {
        return new HashSet<>(
                texts("SELECT e.event_id FROM event e JOIN run r ON r.event_seq = e.seq WHERE r.workflow = '" + workflow
                        + "' AND " + how));
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> left = new HashSet<>(all);
        left.removeAll(some);
        return left;
    }

    private Set<String> badlyRated() {
        return sent.scores().entrySet().stream()
                .filter(of -> of.getValue() < WORST_GOOD_SCORE)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** How many issues each conversation has. */
    private Map<String, Long> tickets() {
        Map<String, Long> tickets = new HashMap<>();
        peers.jira.issuesByLabel().forEach((label, issues) -> {
            if (label.startsWith("iadvize-")) {
                tickets.put(label.substring("iadvize-".length()), issues);
            }
        });
        return tickets;
    }

    private Map<String, Long> of(String object, String externalId) {
        return peers.salesforce.all(object).stream()
                .map(record -> String.valueOf(record.get(externalId)))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static int more(Map<String, Long> counts) {
        return counts.values().stream().mapToInt(count -> (int) (count - 1)).sum();
    }

    private Map<String, Integer> answers(String question) {
        Map<String, Integer> answers = new HashMap<>();
        database.sql("SELECT conversation_id, score FROM satisfaction_answer WHERE question = ?")
                .param(question)
                .query(row -> {
                    answers.put(row.getString(1), row.getInt(2));
                });
        return answers;
    }

    private List<String> texts(String sql) {
        return database.sql(sql).query(String.class).list();
    }
}
