package dev.aftertalk.care.alerts;

import dev.aftertalk.care.needs.Need;
import dev.aftertalk.care.needs.Needs;
import dev.aftertalk.care.pause.Operations;
import dev.aftertalk.deploy.live.RouteReports;
import dev.aftertalk.ledger.history.Backlogs;
import dev.aftertalk.ledger.history.CauseKind;
import dev.aftertalk.ledger.history.DeadLetters;
import dev.aftertalk.ledger.start.DiskSpace;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.text.Unnamed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds the states that this server sees, of what the console's inbox shows, in words without ids, addresses and secrets. */
@Component
class StateFinder {

    /** A workflow whose runs died longer ago than that has no trouble, but dead runs. */
    static final Duration DYING = Duration.ofHours(1);

    private static final int LONGEST_CAUSE = 300;

    private final DeadLetters deadLetters;
    private final Backlogs backlogs;
    private final Operations operations;
    private final RouteReports routes;
    private final DiskSpace disk;
    private final SignatureWatch signatures;
    private final AlertTexts texts;

    StateFinder(
            DeadLetters deadLetters,
            Backlogs backlogs,
            Operations operations,
            RouteReports routes,
            DiskSpace disk,
            SignatureWatch signatures,
            AlertTexts texts) {
        this.deadLetters = deadLetters;
        this.backlogs = backlogs;
        this.operations = operations;
        this.routes = routes;
        this.disk = disk;
        this.signatures = signatures;
        this.texts = texts;
    }

    /**
     * All of them, each once.
     *
     * @throws org.springframework.dao.DataAccessException when the database can't be read
     */
    Collection<Seen> states(Instant now) {
        DeadLetters.Groups dead = deadLetters.read();
        List<Need> needs = new Needs(now, disk.isEnough())
                .of(
                        dead,
                        operations.workflows(),
                        operations.systems(),
                        backlogs.waiting(),
                        routes.now(),
                        Optional.empty());
        return states(now, needs, dead, signatures.refused(now.toEpochMilli()));
    }

    /** @param refused how many webhooks were refused for their signature; 0 for none to speak of */
    Collection<Seen> states(Instant now, List<Need> needs, DeadLetters.Groups dead, long refused) {
        Map<String, Seen> states = new LinkedHashMap<>();
        needs.forEach(need -> state(now, need, dead).ifPresent(seen -> states.putIfAbsent(seen.name(), seen)));
        if (refused > 0) {
            states.put("signatures", seen("signatures", "signatures", true, "#figures", null, refused));
        }
        return states.values();
    }

    private Optional<Seen> state(Instant now, Need need, DeadLetters.Groups dead) {
        return switch (need.kind()) {
            case "disk" -> Optional.of(of(need, "disk"));
            case "system.down", "system.refuses" ->
                Optional.of(of(
                        need,
                        "system",
                        first(need),
                        need.about().get(1),
                        told(need.about().get(2))));
            // What a server does not run may be run by another: then it is not late.
            case "workflow.untaken", "workflow.late" ->
                need.since() != null && need.since().isBefore(now.minus(Needs.LATE))
                        ? Optional.of(
                                of(need, "workflow", first(need), need.about().get(1)))
                        : Optional.empty();
            case "file.refused", "file.left-out" -> Optional.of(of(need, "file", first(need)));
            case "settings.refused" -> Optional.of(of(need, "settings"));
            default ->
                need.kind().equals("dead") || need.kind().startsWith("dead.")
                        ? dying(now, need, dead)
                        : Optional.empty();
        };
    }

    /** @param name with what it is about, the name of the state */
    private Seen of(Need need, String name, Object... about) {
        String whole = about.length == 0 ? name : name + " " + about[0];
        return seen(whole, need.kind(), need.urgent(), need.link(), need.since(), about);
    }

    private Optional<Seen> dying(Instant now, Need need, DeadLetters.Groups dead) {
        List<DeadLetters.Group> all = dead.groups().stream()
                .filter(group -> group.workflow().equals(need.about().get(0)))
                .toList();
        return all.stream()
                .filter(group -> group.last().isAfter(now.minus(DYING)))
                .max(Comparator.comparingLong(DeadLetters.Group::runs))
                .map(group -> {
                    long runs = all.stream().mapToLong(DeadLetters.Group::runs).sum();
                    String kind = all.stream().anyMatch(each -> each.inDoubt() > 0) ? "dead.doubt" : "dead";
                    String name = "dead " + group.workflow();
                    return seen(
                            name, kind, need.urgent(), need.link(), null, group.workflow(), runs, told(group.kind()));
                });
    }

    private Seen seen(String name, String kind, boolean urgent, String page, Instant since, Object... about) {
        String end = name.split(" ", 2)[0] + ".over";
        return new Seen(name, kind, urgent, texts.say(kind, about), texts.say(end, about), texts.link(page), since);
    }

    private static String first(Need need) {
        return String.valueOf(need.about().get(0));
    }

    /** What another system said, or a run died of, is not ours to trust. */
    private String told(Object cause) {
        String kind = CauseKind.of(Unnamed.text(Objects.toString(cause, "")));
        return kind.isBlank() ? texts.say("no-cause") : PlainText.line(kind, LONGEST_CAUSE);
    }
}
