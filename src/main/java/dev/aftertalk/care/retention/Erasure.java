package dev.aftertalk.care.retention;

import dev.aftertalk.connectors.mail.MailLimit;
import dev.aftertalk.connectors.salesforce.LeadClaims;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.secrets.SharedKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes a person out of everything that is stored. First it keeps what waits from going and lets what is being worked on end; then the rest
 * goes in small transactions, a conversation whole in one, so that after a crash the same request finds what is left.
 */
public final class Erasure {

    private static final int PIECE = 100;

    private final Database database;
    private final Duration patience;
    private final boolean sqlite;
    private final WriteAheadLog log;
    private final SharedKeys keys;
    private final ErasedIds erased;

    /** @param patience how long runs that are being worked on may take to end */
    public Erasure(DataSource dataSource, LedgerWrites writes, Duration patience, boolean sqlite) {
        JdbcClient reads = JdbcClient.create(dataSource);
        this.database = new Database(reads, writes);
        this.patience = patience;
        this.sqlite = sqlite;
        this.log = new WriteAheadLog(dataSource);
        this.keys = new SharedKeys(reads, writes);
        this.erased = new ErasedIds(reads, writes, keys);
    }

    /** Who asked is written down with a digest of whom it was about. */
    public ErasureReport run(ErasureRequest request, String who) throws InterruptedException {
        ErasedAudit audit = new ErasedAudit(keys.digest("erasure"));
        List<String> before = audit.before(database.reads(), request);
        PersonSearch found = new PersonSearch(database.reads(), request.person());
        found.run();
        remember(request, found);
        int stopped = each(found.events(), (rows, event) -> rows.endWaiting(event.seq()));
        stopped += awaitRunning(found.events());
        // What ended in the meantime may have started others, stored an answer or opened an issue.
        found.run();
        remember(request, found);
        stopped += each(found.events(), (rows, event) -> rows.endWaiting(event.seq()));
        int interrupted = each(found.events(), (rows, event) -> rows.endRunning(event.seq()));
        forget(audit, found);
        Set<String> conversations = ownConversations(found);
        if (isStored(request.conversationId())) {
            conversations.add(request.conversationId());
        }
        List<String> issues = new ArrayList<>();
        conversations.forEach(conversation -> issues.addAll(eraseConversation(conversation, found, audit)));
        each(found.events(), (rows, event) -> {
            rows.erase(kept(event, found, audit));
            return 1;
        });
        issues.removeAll(Collections.singleton(null));
        found.comments().removeAll(conversations);
        ErasureReport report = new ErasureReport(
                found.events().size(),
                stopped,
                interrupted,
                conversations.size(),
                found.comments().size(),
                found.codes().codes(),
                issues,
                List.of());
        finish(who, audit.digests(request), found, report);
        boolean overwritten = !sqlite || log.empty();
        return ErasureNotes.added(report, request, before, overwritten);
    }

    /** Reconciled events are named after their conversation. */
    private static StoredEvent kept(StoredEvent event, PersonSearch found, ErasedAudit audit) {
        return found.isIn(event.eventId()) ? event.named(audit.anonymous(event.eventId())) : event;
    }

    /** Before the events go, which tell what leads to the person. */
    private void forget(ErasedAudit audit, PersonSearch found) {
        List<String> replays = found.replays();
        database.writes().write(ledger -> {
            erasing(ledger, true);
            replays.forEach(new ErasedRows(ledger)::eraseReplay);
            audit.forget(ledger, found);
            audit.rekey(ledger);
            erasing(ledger, false);
            return null;
        });
    }

    private static Set<String> ownConversations(PersonSearch found) {
        return found.events().stream()
                .filter(found::isOwn)
                .map(StoredEvent::conversationId)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Comes first: from here on nothing of it comes back from iAdvize's lists. */
    private void remember(ErasureRequest request, PersonSearch found) {
        Set<String> names = new LinkedHashSet<>();
        found.visitorIds().forEach(id -> names.add(ErasedIds.visitor(id)));
        ownConversations(found).forEach(id -> names.add(ErasedIds.conversation(id)));
        if (request.conversationId() != null) {
            names.add(ErasedIds.conversation(request.conversationId()));
        }
        erased.add(names);
    }

    /** Events go before answers, which then only the conversation leads to. */
    private boolean isStored(String conversation) {
        return conversation != null
                && database.reads()
                                .sql(
                                        """
                                        SELECT (SELECT count(*) FROM conversation WHERE conversation_id = ?)
                                          + (SELECT count(*) FROM satisfaction_answer WHERE conversation_id = ?)
                                          + (SELECT count(*) FROM jira_issue WHERE conversation_id = ?)
                                          + (SELECT count(*) FROM survey WHERE conversation_id = ?)""")
                                .params(conversation, conversation, conversation, conversation)
                                .query(Long.class)
                                .single()
                        > 0;
    }

    /** Its events go with it: as long as one is left, the conversation can be found again. */
    private List<String> eraseConversation(String conversation, PersonSearch found, ErasedAudit audit) {
        return write(rows -> {
            List<String> issues = rows.erase(conversation);
            found.events().stream()
                    .filter(event -> conversation.equals(event.conversationId()))
                    .forEach(event -> rows.erase(kept(event, found, audit)));
            return issues;
        });
    }

    /** What leads from an address to the rest goes last. */
    private void finish(String who, String about, PersonSearch found, ErasureReport report) {
        List<String> claims = any("lead_claim") ? LeadClaims.digests(keys, found.emails()) : List.of();
        List<String> mails = any("mail_count") ? MailLimit.digests(keys, found.emails()) : List.of();
        database.writes().write(ledger -> {
            erasing(ledger, true);
            found.comments().forEach(new ErasedRows(ledger)::eraseComment);
            found.codes().forget(ledger);
            new ErasedRows(ledger).eraseClaims(claims);
            new ErasedRows(ledger).eraseMailCounts(mails);
            ledger.sql("INSERT INTO audit_entry (at, who, what, about, detail) VALUES (?, ?, 'person.erased', ?, ?)")
                    .params(System.currentTimeMillis(), who, about, report.counts())
                    .update();
            erasing(ledger, false);
            return null;
        });
    }

    private boolean any(String table) {
        return database.reads()
                .sql("SELECT EXISTS (SELECT 1 FROM " + table + ")")
                .query(Boolean.class)
                .single();
    }

    private int awaitRunning(List<StoredEvent> events) throws InterruptedException {
        int stopped = 0;
        long end = System.nanoTime() + patience.toNanos();
        while (anyRunning(events) && System.nanoTime() < end) {
            Thread.sleep(100);
            stopped += each(events, (rows, event) -> rows.endWaiting(event.seq()));
        }
        return stopped;
    }

    private boolean anyRunning(List<StoredEvent> events) {
        for (List<Long> some : pieces(events.stream().map(StoredEvent::seq).toList())) {
            long running = database.reads()
                    .sql("SELECT count(*) FROM run WHERE state = 'running' AND event_seq IN (" + Database.marks(some)
                            + ")")
                    .params(some)
                    .query(Long.class)
                    .single();
            if (running > 0) {
                return true;
            }
        }
        return false;
    }

    private int each(List<StoredEvent> events, ToIntBiFunction<ErasedRows, StoredEvent> work) {
        return pieces(events).stream()
                .mapToInt(some -> write(rows -> some.stream()
                        .mapToInt(event -> work.applyAsInt(rows, event))
                        .sum()))
                .sum();
    }

    private <T> T write(java.util.function.Function<ErasedRows, T> work) {
        return database.writes().write(ledger -> {
            erasing(ledger, true);
            T result = work.apply(new ErasedRows(ledger));
            erasing(ledger, false);
            return result;
        });
    }

    /** SQLite leaves what is deleted in the file until the space is used again, unless it is told to overwrite it. */
    private void erasing(JdbcClient ledger, boolean on) {
        if (sqlite) {
            ledger.sql("PRAGMA secure_delete = " + (on ? "ON" : "OFF")).query().listOfRows();
        }
    }

    private static <T> List<List<T>> pieces(List<T> all) {
        List<List<T>> pieces = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PIECE) {
            pieces.add(all.subList(from, Math.min(all.size(), from + PIECE)));
        }
        return pieces;
    }
}
