package dev.aftertalk.care.retention;

import dev.aftertalk.care.retention.EventReader.Relation;
import dev.aftertalk.usecases.promo.HeldCodes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds what is stored about a person. Reads the whole ledger in pages, as often as a reading brings something new to look for: it is rare,
 * and an index that only it used would make every event dearer.
 */
final class PersonSearch {

    private static final int PAGE = 500;

    private static final String EVENTS =
            """
            SELECT seq, event_id, event_type, conversation_id, visitor_id, created_at, body FROM event
            WHERE seq > ? ORDER BY seq LIMIT ?""";

    /** What sinks said; an address in the answer of a mail server, say. */
    private static final String CAUSES =
            """
            SELECT event_seq, cause, intent, history FROM run
            WHERE event_seq >= ? AND event_seq <= ? AND (cause IS NOT NULL OR intent IS NOT NULL OR history IS NOT NULL)""";

    private static final String COMMENTS =
            """
            SELECT conversation_id, created_at, comment FROM satisfaction_answer
            WHERE question = 'satisfactionComment' AND score = 1 AND (created_at, conversation_id) > (?, ?)
            ORDER BY created_at, conversation_id LIMIT ?""";

    private final JdbcClient reads;
    private final Person person;

    /** Events found, by number. Bodies are not kept. */
    private final Map<Long, StoredEvent> events = new TreeMap<>();

    private final Set<Long> own = new HashSet<>();
    private final Set<String> comments = new HashSet<>();
    private HeldCodes codes;

    PersonSearch(JdbcClient reads, Person person) {
        this.reads = reads;
        this.person = person;
    }

    /** Searches until nothing new is found. */
    void run() {
        int known;
        do {
            codes = HeldCodes.of(reads, person.ids(), person.emails());
            person.addEvents(codes.eventIds());
            known = person.known();
            readEvents();
        } while (person.known() > known);
        readComments();
    }

    /** In the order in which they came. */
    List<StoredEvent> events() {
        return List.copyOf(events.values());
    }

    boolean isOwn(StoredEvent event) {
        return own.contains(event.seq());
    }

    /** Whether a text names the person. */
    boolean isIn(String text) {
        return person.isIn(text);
    }

    /** What the person is known by as a visitor, in lower case. */
    Set<String> visitorIds() {
        return Set.copyOf(person.ids());
    }

    /** In lower case. */
    Set<String> emails() {
        return Set.copyOf(person.emails());
    }

    /** Conversations whose comment names the person, whoever wrote it. */
    Set<String> comments() {
        return comments;
    }

    HeldCodes codes() {
        return codes;
    }

    private void readEvents() {
        EventReader reader = new EventReader(person);
        long last = Long.MIN_VALUE;
        for (List<StoredEvent> page = page(last); !page.isEmpty(); page = page(last)) {
            long first = page.get(0).seq();
            last = page.get(page.size() - 1).seq();
            Set<Long> named = named(first, last);
            for (StoredEvent event : page) {
                Relation relation = reader.read(event);
                if (relation != Relation.NONE || named.contains(event.seq())) {
                    events.put(event.seq(), withoutBody(event));
                }
                if (relation == Relation.OWN) {
                    own.add(event.seq());
                }
            }
        }
    }

    private static StoredEvent withoutBody(StoredEvent e) {
        return new StoredEvent(
                e.seq(), e.eventId(), e.eventType(), e.conversationId(), e.visitorId(), e.createdAt(), null);
    }

    private List<StoredEvent> page(long after) {
        return reads.sql(EVENTS)
                .params(after, PAGE)
                .query((row, n) -> new StoredEvent(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6),
                        row.getBytes(7)))
                .list();
    }

    private Set<Long> named(long first, long last) {
        Set<Long> named = new HashSet<>();
        reads.sql(CAUSES).params(first, last).query(row -> {
            if (person.isIn(row.getString(2)) || person.isIn(row.getString(3)) || person.isIn(row.getString(4))) {
                named.add(row.getLong(1));
            }
        });
        return named;
    }

    /** Orders to have runs run again that ask for the person's. */
    List<String> replays() {
        return reads
                .sql("SELECT id, filter FROM replay")
                .query((row, n) -> person.isIn(row.getString(2)) ? row.getString(1) : null)
                .list()
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }

    private record Comment(String conversation, long at, String text) {}

    private void readComments() {
        Comment last = new Comment("", Long.MIN_VALUE, null);
        while (last != null) {
            List<Comment> page = reads.sql(COMMENTS)
                    .params(last.at, last.conversation, PAGE)
                    .query((row, n) -> new Comment(row.getString(1), row.getLong(2), row.getString(3)))
                    .list();
            page.stream().filter(c -> person.isIn(c.text)).forEach(c -> comments.add(c.conversation));
            last = page.isEmpty() ? null : page.get(page.size() - 1);
        }
    }
}
