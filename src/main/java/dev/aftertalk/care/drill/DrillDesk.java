package dev.aftertalk.care.drill;

import dev.aftertalk.ledger.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Asking for drills, ending them, and their reports. */
@Component
public class DrillDesk {

    private final DrillSettings settings;
    private final DrillStore store;
    private final String node;
    private final List<Drill> drills;

    @Autowired
    DrillDesk(DrillSettings settings, DrillStore store, Ledger ledger, List<Drill> drills) {
        this(settings, store, ledger.node(), drills);
    }

    DrillDesk(DrillSettings settings, DrillStore store, String node, List<Drill> drills) {
        this.settings = settings;
        this.store = store;
        this.node = node;
        this.drills = drills;
    }

    /** Whether drills may be run on this server. */
    public boolean isAllowed() {
        return settings.allowed();
    }

    /** The drills that this server can play, in their order. */
    public List<String> names() {
        return DrillNames.all().keySet().stream()
                .filter(name -> refusal(name).isEmpty())
                .toList();
    }

    private Optional<String> refusal(String name) {
        return drills.stream()
                .filter(drill -> drill.names().contains(name))
                .findFirst()
                .flatMap(drill -> drill.refusal(name));
    }

    /**
     * Asks for a drill on this node, which begins it at once.
     *
     * @return what is known of it; empty when another one is not over
     * @throws DrillSettings.NotAllowedException where there may be none
     * @throws IllegalArgumentException in words for whoever asked, when there is no such drill, not for so long or not on this server
     */
    public Optional<DrillReport> start(String name, Duration time, String who) {
        settings.check(name, time);
        refusal(name).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        return store.ask(name, time, who, node).flatMap(this::find);
    }

    /** Has its fault end now; where that has ended, the wait for all to recover. @return false when it is over, or there is none */
    public boolean end(long id, String who) {
        return store.end(id, who);
    }

    /** The one that is in the way of another on this node. */
    public Optional<DrillReport> inTheWay() {
        return store.inTheWay(node);
    }

    /** The one that has begun and is not over, on whatever server; empty where there may be none, without asking the database. */
    public Optional<DrillReport> underWay() {
        return isAllowed()
                ? store.open().map(DrillRow::told).filter(drill -> drill.begunAt() != null)
                : Optional.empty();
    }

    public Optional<DrillReport> find(long id) {
        return store.find(id).map(DrillRow::told);
    }

    /** The latest ones, the last first. */
    public List<DrillReport> latest(int most) {
        return store.latest(most).stream().map(DrillRow::told).toList();
    }
}
