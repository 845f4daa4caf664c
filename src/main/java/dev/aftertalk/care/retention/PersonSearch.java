package dev.aftertalk.care.retention;

import dev.aftertalk.care.retention.EventReader.Relation;
import dev.aftertalk.ledger.history.StoredEvent;
import dev.aftertalk.ledger.history.StoredEvents;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.Person;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds a person's events. Reads the whole ledger in pages, as often as a reading brings something new to look for: it is rare, and an index
 * that only it used would make every event dearer.
 */
final class PersonSearch {

    private static final int PAGE = 500;

    private final JdbcClient reads;
    private final List<KeptData> owners;
    private final Person person;

    /** Events by number, in the order in which they were found. Bodies are not kept. */
    private final Map<Long, StoredEvent> events = new LinkedHashMap<>();

    private final Set<Long> own = new HashSet<>();

    PersonSearch(JdbcClient reads, List<KeptData> owners, Person person) {
        this.reads = reads;
        this.owners = owners;
        this.person = person;
    }

    /** Searches until nothing new is found. */
    void run() {
        int known;
        do {
            owners.forEach(owner -> owner.learn(reads, person));
            known = person.known();
            readEvents();
        } while (person.known() > known);
    }

    /** In the order in which they were found: what led to an event stands before it. */
    List<StoredEvent> events() {
        return List.copyOf(events.values());
    }

    boolean isOwn(StoredEvent event) {
        return own.contains(event.seq());
    }

    Person person() {
        return person;
    }

    private void readEvents() {
        EventReader reader = new EventReader(person);
        long last = Long.MIN_VALUE;
        for (List<StoredEvent> page = page(last); !page.isEmpty(); page = page(last)) {
            long first = page.get(0).seq();
            last = page.get(page.size() - 1).seq();
            Set<Long> named = StoredEvents.withRunsThatSay(reads, first, last, person::isIn);
            for (StoredEvent event : page) {
                Relation relation = reader.read(event);
                if (relation != Relation.NONE || named.contains(event.seq())) {
                    events.putIfAbsent(event.seq(), event.withoutBody());
                }
                if (relation == Relation.OWN) {
                    own.add(event.seq());
                }
            }
        }
    }

    private List<StoredEvent> page(long after) {
        return StoredEvents.page(reads, after, PAGE);
    }
}
