package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.access.TestTokens;
import dev.aftertalk.deploy.Edits;
import dev.aftertalk.deploy.Edits.Expected;
import dev.aftertalk.deploy.GoodEdits;
import dev.aftertalk.deploy.GoodEdits.Saved;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.deploy.check.RouteFolderCopy;
import dev.aftertalk.deploy.live.CopiedRoutes;
import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.Promised;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Edits every file of {@code routes/}, in bad ways and good ones, while events come at a steady rate and all workflows act on them: the webhook
 * answers 202 alone, nothing is lost or done twice, what is bad is refused where it is, and what is good runs soon after it was saved.
 * {@code -Dtest.edits=1400 -Dtest.rate=100} is the long version, {@code -Dtest.seed} makes other edits. {@code -Dtest.edits.still-right=90} makes so many edits that
 * the check finds nothing wrong with, and no others: what the server says of each must be the same.
 */
class EditsUnderLoadIT {

    private static final int EDITS = Integer.getInteger("test.edits", 18);
    private static final int RATE = Integer.getInteger("test.rate", 50);
    private static final long SEED = Long.getLong("test.seed", 14);

    /** Three in thirteen are bad; one in twelve of the others has become another one that is right too. */
    private static final int BAD = EDITS * 3 / 13;

    /** Only so many of these, and no others. */
    private static final Integer STILL_RIGHT_ALONE = Integer.getInteger("test.edits.still-right");

    private static final int STILL_RIGHT = STILL_RIGHT_ALONE == null ? EDITS / 16 : STILL_RIGHT_ALONE;
    private static final int GOOD = EDITS - BAD - EDITS / 16;
    private static final Duration LIVE = Duration.ofSeconds(3);
    private static final int CODES = 2000 + EDITS * 75;
    /** Of fewer the one in a hundred that may take longer, on a machine that others keep busy, is any. */
    private static final int MANY = 1000;

    private static final int PULL = 8;
    private static final String PROBE = "workflows/probe.camel.yaml";

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Took fixes = new Took("fixes");
    private final Took good = new Took("good edits");
    private final Took seen = new Took("seen in what runs do");
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Integer> kinds = new TreeMap<>();
    private final Set<String> subjects = ConcurrentHashMap.newKeySet();
    private final Map<String, byte[]> first = new LinkedHashMap<>();
    private final long begun = System.nanoTime();
    private EditedRoutes routes;
    private SignedWebhook webhook;
    private LedgerFile ledger;
    private EventSender sender;
    private AftertalkProcess aftertalk;
    private Map<String, Integer> refusals = Map.of();
    private long told;
    private int done;
    private int asked;

    @Test
    void breaksNothingHoweverFilesAreEdited() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path data = folder.resolve("data");
        new CopiedRoutes(home);
        Files.copy(Path.of("application.properties"), home.resolve("application.properties"));
        read(home.resolve("routes"));
        List<Edits.Edit> bad = edits(true, BAD);
        List<Edits.Edit> stillRight = edits(false, STILL_RIGHT);
        Conversations conversations = new Conversations();
        try (Peers peers = new Peers(folder.resolve("codes"), CODES);
                AftertalkProcess server = AftertalkProcess.unpackedIn(home, data, peers.settings())) {
            aftertalk = server;
            peers.smtp.handTo(mail -> take(mail, peers));
            aftertalk.start();
            JdbcClient database =
                    JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + data.resolve("aftertalk.db")));
            routes = new EditedRoutes(home, aftertalk.port(), TestTokens.authorization(database));
            webhook = new SignedWebhook(aftertalk.port());
            ledger = new LedgerFile(data);
            await("all promo codes are there").until(() -> ledger.hasCodesOf("codes.csv"));
            if (STILL_RIGHT_ALONE == null) {
                editUnderLoad(bad, conversations, peers, database);
            }
            try (EventSender events = EventSender.start(RATE, conversations::next, webhook)) {
                sender = events;
                refusals = Map.of();
                for (Edits.Edit edit : stillRight) {
                    attempt(() -> stillRight(edit));
                }
                events.finish(Duration.ofMinutes(1));
            }
            assertThat(Balance.of(database).accepted())
                    .isEqualTo(conversations.events().size() + asked);
        }
        System.out.println(fixes + "\n" + good + "\n" + kinds);
        assertThat(problems).isEmpty();
        if (EDITS >= MANY && STILL_RIGHT_ALONE == null) {
            fixes.check();
            good.check();
        }
    }

    private void editUnderLoad(List<Edits.Edit> bad, Conversations conversations, Peers peers, JdbcClient database)
            throws Exception {
        try (EventSender events = EventSender.start(RATE, conversations::next, webhook)) {
            sender = events;
            edit(bad);
            events.finish(Duration.ofMinutes(1));
        }
        await("nothing is on its way")
                .atMost(Duration.ofMinutes(2 + EDITS / 100))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> Balance.of(database).onTheWay() == 0);
        report(conversations, peers, Balance.of(database));
        check(conversations, new Effects(conversations, peers, database), Balance.of(database));
        assertThat(aftertalk
                        .log()
                        .lines()
                        .filter(line -> line.contains(" ERROR ") && !line.contains(" probe is dead for event ")))
                .isEmpty();
    }

    private void read(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                first.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    private void take(SmtpPeer.Mail mail, Peers peers) {
        peers.mails.take(mail);
        mail.content()
                .lines()
                .filter(line -> line.startsWith("Subject: v"))
                .forEach(line -> subjects.add(line.replaceFirst("Subject: (\\S+).*", "subject $1")));
    }

    private void edit(List<Edits.Edit> bad) throws Exception {
        Map<String, String> texts = new LinkedHashMap<>();
        first.forEach((name, bytes) -> texts.put(name, new String(bytes, StandardCharsets.UTF_8)));
        GoodEdits edits = new GoodEdits(texts, SEED);
        int rest = GOOD;
        int next = 0;
        while (rest > 0 || next < bad.size()) {
            boolean isBad = random.nextInt(rest + bad.size() - next) >= rest;
            if (isBad) {
                Edits.Edit edit = bad.get(next++);
                attempt(() -> bad(edit));
            } else if (rest >= PULL && random.nextInt(20) == 0) {
                List<GoodEdits.Edit> pull = edits.pull(2 + random.nextInt(3));
                rest -= pull.size();
                attempt(() -> pull(pull));
            } else if (rest >= PULL && random.nextInt(15) == 0) {
                rest -= 2;
                attempt(this::renamed);
            } else if (rest >= PULL && random.nextInt(15) == 0) {
                rest -= 4;
                attempt(this::added);
            } else {
                rest--;
                attempt(() -> good(edits.next()));
            }
            door();
            progress();
        }
    }

    /** No answer but 202; those that are not are not counted twice. */
    private void door() throws IOException {
        if (!sender.refusals().equals(refusals)) {
            refusals = sender.refusals();
            String said = aftertalk
                    .log()
                    .lines()
                    .filter(line -> line.contains("Refused a webhook call") || line.contains(" ERROR "))
                    .collect(Collectors.joining("\n"));
            problems.add("answers at the door after " + done + " edits: " + refusals + "\n" + said);
            System.out.println(problems.get(problems.size() - 1));
        }
    }

    private interface Attempt {
        void run() throws Exception;
    }

    /** Goes on after a failure, with all files as they were at first: the next may be of another kind. */
    private void attempt(Attempt attempt) throws Exception {
        try {
            attempt.run();
        } catch (AssertionError | ConditionTimeoutException e) {
            System.out.println(e.getMessage());
            problems.add(e.getMessage());
            for (String name : routes.all()) {
                if (!first.containsKey(name)) {
                    Files.delete(routes.file(name));
                }
            }
            for (Map.Entry<String, byte[]> each : first.entrySet()) {
                Files.write(routes.file(each.getKey()), each.getValue());
            }
            routes.awaitLive("all as at first", EditedRoutes.versions(first));
        }
    }

    /** Of every file and every kind as evenly as can be. @param wrong whether they are wrong by the check */
    private List<Edits.Edit> edits(boolean wrong, int howMany) throws IOException {
        RouteFolderCopy copy = new RouteFolderCopy(Files.createTempDirectory(folder, "copy"));
        RouteSet files = copy.read();
        RouteCheck check = copy.check();
        List<Edits.Edit> all = new ArrayList<>(Edits.of(files, SEED));
        all.removeIf(edit -> !wrong && edit.expected() != Expected.EITHER);
        Collections.shuffle(all, random);
        List<Edits.Edit> chosen = new ArrayList<>();
        Map<Object, Integer> used = new HashMap<>();
        while (chosen.size() < howMany && !all.isEmpty()) {
            Edits.Edit best = Collections.min(
                    all,
                    java.util.Comparator.comparingInt(
                            edit -> used.getOrDefault(edit.file(), 0) + 2 * used.getOrDefault(kind(edit), 0)));
            all.remove(best);
            boolean isWrong = best.expected() != Expected.EITHER
                    || check.check(best.in(files)).stream().anyMatch(Finding::isFault);
            boolean ofTheDoor = !wrong && best.file().getFileName().toString().contains("webhook");
            if (isWrong == wrong && !ofTheDoor) {
                chosen.add(relative(best, copy.file("")));
                used.merge(best.file(), 1, Integer::sum);
                used.merge(kind(best), 1, Integer::sum);
            }
        }
        return chosen;
    }

    private static String kind(Edits.Edit edit) {
        return edit.kind().startsWith("misspelt key") ? "misspelt key" : edit.kind();
    }

    private static Edits.Edit relative(Edits.Edit edit, Path folder) {
        return new Edits.Edit(
                edit.kind(),
                folder.relativize(edit.file()),
                edit.of(),
                edit.bytes(),
                edit.gone() == null ? null : folder.relativize(edit.gone()),
                edit.line(),
                edit.expected());
    }

    private void bad(Edits.Edit edit) throws Exception {
        String name = edit.file().toString();
        make(edit);
        Map<String, JsonNode> refused = routes.awaitRefused(edit);
        Set<String> touched = new TreeSet<>(
                List.of(name, edit.gone() == null ? name : edit.gone().toString()));
        assertThat(refused.keySet()).as(edit + " is refused alone: " + refused).isSubsetOf(touched);
        if (edit.expected() == Expected.REFUSED_AT_LINE) {
            assertThat(refused.get(name).get("findings"))
                    .as(edit + " is refused at its line: " + refused)
                    .anyMatch(finding -> finding.get("file").asText().equals("routes/" + name)
                            && Math.abs(finding.get("line").asInt() - edit.line()) <= 1);
        }
        kinds.merge("bad: " + kind(edit), 1, Integer::sum);
        fix(edit);
    }

    private void make(Edits.Edit edit) throws Exception {
        if (edit.gone() != null) {
            Files.delete(routes.file(edit.gone().toString()));
        }
        if (edit.bytes() != null) {
            Files.write(routes.file(edit.file().toString()), edit.bytes());
        }
    }

    /** In another version than before, so that it shows when it runs. */
    private void fix(Edits.Edit edit) throws Exception {
        String wrong = edit.file().toString();
        String name = first.containsKey(wrong) || edit.gone() == null
                ? wrong
                : edit.gone().toString();
        Iterator<Integer> tries = IntStream.iterate(1, n -> n + 1).iterator();
        Promised.within(LIVE, () -> {
            int number = tries.next();
            long from = System.nanoTime();
            Map<String, byte[]> files = new HashMap<>();
            if (!first.containsKey(wrong)) {
                files.put(wrong, null);
                Files.deleteIfExists(routes.file(wrong));
            }
            if (first.containsKey(name)) {
                files.put(name, corrected(name));
                Saved how = Files.exists(routes.file(name)) ? Saved.BY_RENAME : Saved.IN_PLACE;
                routes.save(name, files.get(name), how);
            }
            routes.awaitLive("the fix of " + edit, EditedRoutes.versions(files));
            if (number == 1) {
                fixes.add("fix of " + edit, System.nanoTime() - from);
            }
            return null;
        });
    }

    private byte[] corrected(String name) {
        done++;
        String text = new String(first.get(name), StandardCharsets.UTF_8);
        String comment = name.endsWith(".ftlh")
                ? "<#-- corrected %d -->\n".formatted(done)
                : name.endsWith(".json") ? " ".repeat(1 + done % 999) + "\n" : "# corrected %d\n".formatted(done);
        return (text + comment).getBytes(StandardCharsets.UTF_8);
    }

    private void good(GoodEdits.Edit edit) throws Exception {
        byte[] bytes = edit.text().getBytes(StandardCharsets.UTF_8);
        long from = System.nanoTime();
        good.took(edit.toString(), () -> {
            routes.save(edit.file(), bytes, edit.saved());
            routes.awaitLive(edit, Map.of(edit.file(), EditedRoutes.version(bytes)));
        });
        kinds.merge("good: " + edit.kind(), 1, Integer::sum);
        done++;
        if (edit.seen().startsWith("subject")) {
            await(edit + " is seen").until(() -> subjects.contains(edit.seen()));
            seen.add(edit.toString(), System.nanoTime() - from);
        } else if (!edit.seen().isEmpty()) {
            probe(edit, edit.seen());
            seen.add(edit.toString(), System.nanoTime() - from);
        }
    }

    /** The first event that comes then is worked on so. */
    private void probe(Object edit, String outcome) throws Exception {
        String event = CopiedRoutes.ask(webhook, "probe", outcome.startsWith("dead") ? "yes" : "no");
        asked++;
        await(edit + " is seen").until(() -> ledger.run(event, "probe"), run -> run.matches("(skipped|done|dead).*"));
        assertThat(ledger.run(event, "probe")).as(edit.toString()).matches(outcome);
    }

    private void pull(List<GoodEdits.Edit> edits) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        edits.forEach(edit -> files.put(edit.file(), edit.text().getBytes(StandardCharsets.UTF_8)));
        good.took("a pull of " + edits, () -> {
            for (GoodEdits.Edit edit : edits) {
                routes.save(edit.file(), files.get(edit.file()), Saved.BY_RENAME);
            }
            routes.awaitLive(edits, EditedRoutes.versions(files));
        });
        kinds.merge("good: several files at once", edits.size(), Integer::sum);
        done += edits.size();
    }

    /** And back again. */
    private void renamed() throws Exception {
        List<String> names = first.keySet().stream()
                .filter(name -> name.startsWith("workflows/") || !name.contains("/"))
                .toList();
        String name = names.get(random.nextInt(names.size()));
        String other = name.replace(".camel.yaml", "-" + done + ".camel.yaml");
        move(name, other);
        move(other, name);
    }

    private void move(String from, String to) throws Exception {
        byte[] bytes = Files.readAllBytes(routes.file(from));
        Map<String, byte[]> files = new HashMap<>();
        files.put(from, null);
        files.put(to, bytes);
        good.took(from + " renamed to " + to, () -> {
            Files.move(routes.file(from), routes.file(to));
            routes.awaitLive(from + " renamed", EditedRoutes.versions(files));
        });
        kinds.merge("good: renamed", 1, Integer::sum);
        done++;
    }

    /** A workflow copied under another name, with its line in the router; then both taken away. */
    private void added() throws Exception {
        String name = "copy-" + done;
        String file = "workflows/" + name + ".camel.yaml";
        Map<String, byte[]> with = new HashMap<>();
        with.put(file, CopiedRoutes.workflow(name, name).getBytes(StandardCharsets.UTF_8));
        String router = new String(first.get("router.camel.yaml"), StandardCharsets.UTF_8);
        String line = "                      uri: ledger:start/probe\n";
        String more = "                  - to:\n                      id: router-start-" + name
                + "\n                      uri: ledger:start/" + name + "\n";
        assertThat(router).contains(line);
        with.put("router.camel.yaml", router.replace(line, line + more).getBytes(StandardCharsets.UTF_8));
        good.took("a new workflow " + name, () -> {
            for (Map.Entry<String, byte[]> each : with.entrySet()) {
                Files.write(routes.file(each.getKey()), each.getValue());
            }
            routes.awaitLive(name, EditedRoutes.versions(with));
        });
        String event = CopiedRoutes.ask(webhook, "probe", "no");
        asked++;
        await(name + " is run").until(() -> ledger.run(event, name), run -> run.startsWith("skipped " + name + " "));
        Map<String, byte[]> without = new HashMap<>();
        without.put(file, null);
        without.put("router.camel.yaml", (router + "# without " + name + "\n").getBytes(StandardCharsets.UTF_8));
        good.took(name + " taken away", () -> {
            Files.delete(routes.file(file));
            Files.write(routes.file("router.camel.yaml"), without.get("router.camel.yaml"));
            routes.awaitLive(name + " taken away", EditedRoutes.versions(without));
        });
        kinds.merge("good: a new workflow, and away again", 4, Integer::sum);
        done += 4;
    }

    /** What was a mistake and says something else that is right: what runs do then is up to whoever wrote it. */
    private void stillRight(Edits.Edit edit) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        files.put(edit.file().toString(), edit.bytes());
        if (edit.gone() != null) {
            files.put(
                    edit.gone().toString(),
                    edit.bytes() == null || !edit.gone().equals(edit.file()) ? null : edit.bytes());
        }
        good.took(edit.toString(), () -> {
            make(edit);
            routes.awaitLive(edit, EditedRoutes.versions(files));
        });
        kinds.merge("still right: " + kind(edit), 1, Integer::sum);
        fix(edit);
        door();
        progress();
    }

    private void progress() {
        if (System.nanoTime() - told > 20_000_000_000L) {
            told = System.nanoTime();
            System.out.printf(
                    "%d edits after %d s, %d events, %s, %s, load %.1f%n",
                    done,
                    (System.nanoTime() - begun) / 1_000_000_000,
                    sender.sent(),
                    fixes,
                    good,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        }
    }

    private void check(Conversations conversations, Effects effects, Balance balance) {
        assertThat(balance.unexplained()).as("unexplained").isZero();
        assertThat(effects.deadOtherwise().stream()
                        .filter(run -> !run.startsWith("probe,") && !run.startsWith("copy-")))
                .as("dead")
                .isEmpty();
        assertThat(balance.count("unrouted")).as("unrouted").isZero();
        assertThat(balance.accepted()).isEqualTo(conversations.events().size() + asked);
        assertThat(effects.lost()).as("lost").isZero();
        assertThat(effects.secondLeads()).as("second leads").isZero();
        assertThat(effects.secondTasks()).as("second tasks").isZero();
        assertThat(effects.secondIssues()).as("second issues").isZero();
        assertThat(effects.secondCodes()).as("second promo codes").isZero();
        assertThat(effects.marked())
                .as("runs whose mail may have gone out before")
                .isEmpty();
        assertThat(effects.unmarkedMails()).as("mails sent twice").isEmpty();
        effects.assertComplete();
    }

    private void report(Conversations conversations, Peers peers, Balance balance) {
        List<String> lines = new ArrayList<>();
        kinds.forEach((kind, count) -> lines.add("%-40s %6d".formatted(kind, count)));
        lines.add("%-40s %6d".formatted("events", conversations.events().size()));
        lines.add("%-40s %s".formatted("answers at the door but 202", sender.refusals()));
        lines.add("%-40s %6d".formatted("mails", peers.mails.count()));
        lines.add("%-40s %6d"
                .formatted("mails sent twice", peers.mails.sentTwice().size()));
        for (Took took : List.of(fixes, good, seen)) {
            lines.add(took.toString());
            took.slowest().forEach(each -> lines.add("    " + each));
        }
        System.out.println("\n" + String.join("\n", lines) + "\n\n" + balance.text() + "\n");
    }

    /** How long edits took, from their saving on. */
    private static final class Took {

        private final String what;
        private final Map<String, Long> millis = new LinkedHashMap<>();

        Took(String what) {
            this.what = what;
        }

        private interface Save {
            void run() throws Exception;
        }

        void took(String edit, Save save) throws Exception {
            long from = System.nanoTime();
            save.run();
            add(edit, System.nanoTime() - from);
        }

        void add(String edit, long nanos) {
            millis.put(millis.size() + " " + edit, nanos / 1_000_000);
        }

        private long of(double part) {
            List<Long> sorted = millis.values().stream().sorted().toList();
            return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * part) - 1));
        }

        void check() {
            assertThat(of(0.99)).as(this + " " + slowest()).isLessThanOrEqualTo(LIVE.toMillis());
        }

        List<String> slowest() {
            return millis.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(10)
                    .map(each -> each.getValue() + " ms " + each.getKey())
                    .collect(Collectors.toList());
        }

        @Override
        public String toString() {
            return "%s: %d live after p50 %d ms, p99 %d ms, at most %d ms"
                    .formatted(what, millis.size(), of(0.5), of(0.99), of(1));
        }
    }
}
