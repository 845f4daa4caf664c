package dev.aftertalk.care.retention;

import dev.aftertalk.access.ErasedAudit;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.history.StoredEvent;
import dev.aftertalk.ledger.history.StoredEvents;
import dev.aftertalk.privacy.Database;
import dev.aftertalk.privacy.Erasable;
import dev.aftertalk.privacy.Erasable.Counted;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.Search;
import dev.aftertalk.secrets.KeyedDigest;
import dev.aftertalk.secrets.SharedKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes a person out of everything that is stored. First it keeps what waits from going and lets what is being worked on end; then the rest
 * goes in small transactions, a conversation whole in one. What leads to something else goes after it, so that after a crash the same request
 * finds what is left.
 */
public final class Erasure {

    private static final int PIECE = 100;

    /** What runs that it ended say. */
    private static final String CAUSE = "erased: the person asked for it";

    private final Database database;
    private final Duration patience;
    private final boolean sqlite;
    private final WriteAheadLog log;
    private final SharedKeys keys;
    private final ErasedIds erased;
    private final List<KeptData> owners;

    /**
     * @param patience how long runs that are being worked on may take to end
     * @param owners of all there is
     */
    public Erasure(
            DataSource dataSource, LedgerWrites writes, Duration patience, boolean sqlite, List<KeptData> owners) {
        JdbcClient reads = JdbcClient.create(dataSource);
        this.database = new Database(reads, writes);
        this.patience = patience;
        this.sqlite = sqlite;
        this.log = new WriteAheadLog(dataSource);
        this.keys = new SharedKeys(reads, writes);
        this.erased = new ErasedIds(reads, writes, keys);
        this.owners = owners;
    }

    /** What {@link #run} would erase now; nothing is changed. What the person's runs do in the meantime may add to it. */
    public ErasurePreview preview(ErasureRequest request) {
        PersonSearch found = new PersonSearch(database.reads(), owners, request.person());
        found.run();
        Search search = search(found, keys.digest("erasure"));
        List<Erasable> erasables =
                owners.stream().flatMap(owner -> owner.find(search).stream()).toList();
        return new ErasurePreview(
                found.events().size(),
                conversations(request, found).size(),
                number(erasables, Counted.COMMENTS),
                number(erasables, Counted.PROMO_CODES));
    }

    private Set<String> conversations(ErasureRequest request, PersonSearch found) {
        Set<String> conversations = ownConversations(found);
        if (isStored(request.conversationId())) {
            conversations.add(request.conversationId());
        }
        return conversations;
    }

    /** Who asked is written down with a digest of whom it was about. */
    public ErasureReport run(ErasureRequest request, String who) throws InterruptedException {
        KeyedDigest key = keys.digest("erasure");
        List<String> names = ErasedAudit.names(key, request.digests());
        List<String> before = ErasedAudit.before(database.reads(), names);
        PersonSearch found = new PersonSearch(database.reads(), owners, request.person());
        found.run();
        remember(request, found);
        int stopped = each(found.events(), (ledger, event) -> StoredEvents.endWaiting(ledger, event.seq(), CAUSE));
        stopped += awaitRunning(found.events());
        // What ended in the meantime may have started others, stored an answer or opened an issue.
        found.run();
        remember(request, found);
        stopped += each(found.events(), (ledger, event) -> StoredEvents.endWaiting(ledger, event.seq(), CAUSE));
        int interrupted = each(found.events(), (ledger, event) -> StoredEvents.endRunning(ledger, event.seq(), CAUSE));
        Search search = search(found, key);
        List<Erasable> erasables =
                owners.stream().flatMap(owner -> owner.find(search).stream()).toList();
        // Before the events go, which tell what leads to the person.
        write(ledger -> {
            erase(ledger, erasables, true);
            return null;
        });
        Set<String> conversations = conversations(request, found);
        List<String> issues = eraseEvents(found, conversations, search);
        ErasureReport report = new ErasureReport(
                found.events().size(),
                stopped,
                interrupted,
                conversations.size(),
                number(erasables, Counted.COMMENTS),
                number(erasables, Counted.PROMO_CODES),
                issues,
                List.of());
        write(ledger -> {
            erase(ledger, erasables, false);
            ErasedAudit.record(ledger, who, names, report.counts());
            return null;
        });
        boolean overwritten = !sqlite || log.empty();
        return ErasureNotes.added(report, request, before, overwritten);
    }

    /** Backwards, since what was found first leads to the rest. */
    private List<String> eraseEvents(PersonSearch found, Set<String> conversations, Search search) {
        Set<String> left = new HashSet<>(conversations);
        List<StoredEvent> firsts = found.events().stream()
                .filter(event -> !conversations.contains(event.conversationId()) || left.remove(event.conversationId()))
                .toList();
        List<StoredEvent> alone = new ArrayList<>();
        List<String> issues = new ArrayList<>();
        for (int i = firsts.size() - 1; i >= 0; i--) {
            StoredEvent event = firsts.get(i);
            if (conversations.contains(event.conversationId())) {
                eraseAlone(alone, search);
                issues.addAll(eraseConversation(event.conversationId(), found, search));
            } else {
                alone.add(event);
            }
        }
        eraseAlone(alone, search);
        left.forEach(conversation -> issues.addAll(eraseConversation(conversation, found, search)));
        return issues;
    }

    private void eraseAlone(List<StoredEvent> events, Search search) {
        each(events, (ledger, event) -> {
            erase(ledger, event, search);
            return 1;
        });
        events.clear();
    }

    private Search search(PersonSearch found, KeyedDigest key) {
        Set<String> events = found.events().stream().map(StoredEvent::eventId).collect(Collectors.toSet());
        return new Search(database.reads(), keys, key, found.person(), events);
    }

    private static int number(List<Erasable> erasables, Counted what) {
        return erasables.stream()
                .filter(each -> each.counted() == what)
                .mapToInt(Erasable::number)
                .sum();
    }

    private static void erase(JdbcClient ledger, List<Erasable> erasables, boolean first) {
        erasables.stream().filter(each -> each.first() == first).forEach(each -> each.erase()
                .accept(ledger));
    }

    /** Reconciled events are named after their conversation. */
    private void erase(JdbcClient ledger, StoredEvent event, Search search) {
        String id = event.eventId();
        owners.forEach(owner -> owner.eraseEvent(ledger, id));
        StoredEvents.erase(ledger, search.person().isIn(id) ? event.named(search.anonymous(id)) : event, CAUSE);
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
        Set.copyOf(found.person().ids()).forEach(id -> names.add(ErasedIds.visitor(id)));
        ownConversations(found).forEach(id -> names.add(ErasedIds.conversation(id)));
        if (request.conversationId() != null) {
            names.add(ErasedIds.conversation(request.conversationId()));
        }
        erased.add(names);
    }

    /** Events go before answers, which then only the conversation leads to. */
    private boolean isStored(String conversation) {
        return conversation != null
                && owners.stream().anyMatch(owner -> owner.isStored(database.reads(), conversation));
    }

    /** Its events go with it: as long as one is left, the conversation can be found again. */
    private List<String> eraseConversation(String conversation, PersonSearch found, Search search) {
        return write(ledger -> {
            List<String> issues = owners.stream()
                    .flatMap(owner -> owner.eraseConversation(ledger, conversation).stream())
                    .toList();
            found.events().stream()
                    .filter(event -> conversation.equals(event.conversationId()))
                    .forEach(event -> erase(ledger, event, search));
            return issues;
        });
    }

    private int awaitRunning(List<StoredEvent> events) throws InterruptedException {
        int stopped = 0;
        long end = System.nanoTime() + patience.toNanos();
        while (anyRunning(events) && System.nanoTime() < end) {
            Thread.sleep(100);
            stopped += each(events, (ledger, event) -> StoredEvents.endWaiting(ledger, event.seq(), CAUSE));
        }
        return stopped;
    }

    private boolean anyRunning(List<StoredEvent> events) {
        return pieces(events.stream().map(StoredEvent::seq).toList()).stream()
                .anyMatch(some -> StoredEvents.anyRunning(database.reads(), some));
    }

    private int each(List<StoredEvent> events, ToIntBiFunction<JdbcClient, StoredEvent> work) {
        return pieces(events).stream()
                .mapToInt(some -> write(ledger -> some.stream()
                        .mapToInt(event -> work.applyAsInt(ledger, event))
                        .sum()))
                .sum();
    }

    private <T> T write(Function<JdbcClient, T> work) {
        return database.writes().write(ledger -> {
            erasing(ledger, true);
            T result = work.apply(ledger);
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
