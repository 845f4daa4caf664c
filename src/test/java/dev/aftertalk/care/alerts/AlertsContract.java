package dev.aftertalk.care.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.care.alerts.AlertSettings.Language;
import dev.aftertalk.care.retention.SharedTask;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.privacy.Database;
import dev.aftertalk.testing.MovableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** When alerts are told, on each of the databases: each state once, however many servers there are and whatever goes down. */
abstract class AlertsContract {

    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Seen SMTP = seen("smtp");

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private final AlertSettings settings = AlertWords.settings(5, Language.EN);
    private final AlertTexts texts = AlertWords.of(settings, "https://aftertalk.example.com");
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> told = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();
    private int attempts;

    private SingleConnectionDataSource source;
    private Database database;
    private AlertWays ways;
    private Node node;

    abstract String url();

    @BeforeEach
    void start() throws Exception {
        source = new SingleConnectionDataSource(url(), true);
        JdbcClient client = JdbcClient.create(source);
        database = new Database(client, new LedgerWrites() {
            @Override
            public <T> T write(Function<JdbcClient, T> work) {
                return work.apply(client);
            }
        });
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                for (String way : List.of("mail", "slack")) {
                    from("direct:alert/" + way)
                            .process(exchange -> take(way, exchange.getVariable("alert", Map.class)));
                }
                from("direct:other").process(exchange -> told.add("other"));
            }
        });
        camel.start();
        ways = new AlertWays(camel, camel.createProducerTemplate());
        node = new Node("a");
    }

    @AfterEach
    void stop() {
        camel.stop();
        source.destroy();
    }

    private void take(String way, Map<?, ?> alert) throws IOException {
        attempts++;
        if (broken.contains(way)) {
            throw new IOException("down");
        }
        told.add(way + ": " + alert.get("state") + " " + alert.get("name"));
    }

    private static Seen seen(String system) {
        return new Seen(
                "system " + system,
                "system.down",
                true,
                system + " is down",
                system + " is back",
                "https://a/console",
                null);
    }

    /** A server. */
    private final class Node {
        private final AlertQueue queue;
        private final AlertPass pass;
        private final Deliveries deliveries;

        Node(String name) {
            queue = new AlertQueue(database, name);
            pass = new AlertPass(
                    new AlertStore(database),
                    queue,
                    texts,
                    settings,
                    new SharedTask(database, "alerts", AlertPass.LEASE, clock),
                    clock);
            deliveries = new Deliveries(queue, ways, settings, clock);
        }

        void look(Seen... seen) {
            pass.run(Arrays.asList(seen), ways.names()).forEach(deliveries::deliver);
        }
    }

    /** Time in which the server sees this, in which each look is told. */
    private void pass(Duration time, Seen... seen) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(LOOK)) {
            clock.pass(LOOK);
            node.look(seen);
        }
    }

    private List<String> mails() {
        return told.stream()
                .filter(each -> each.startsWith("mail: "))
                .map(each -> each.substring(6))
                .toList();
    }

    @Test
    void tellsOnceThatAStateHasBegunAndOnceThatItIsOver() {
        pass(Duration.ofMinutes(4), SMTP);
        assertThat(told).isEmpty();

        pass(Duration.ofMinutes(40), SMTP);
        assertThat(told).containsExactlyInAnyOrder("mail: begin system smtp", "slack: begin system smtp");

        pass(Duration.ofMinutes(4));
        assertThat(mails()).hasSize(1);

        pass(Duration.ofMinutes(40));
        assertThat(mails()).containsExactly("begin system smtp", "over system smtp");
    }

    @Test
    void saysNothingOfWhatIsSoonOver() {
        pass(Duration.ofMinutes(4), SMTP);
        pass(Duration.ofMinutes(20));
        pass(Duration.ofMinutes(4), SMTP);
        pass(Duration.ofMinutes(20));

        assertThat(told).isEmpty();
        assertThat(new AlertStore(database).states()).isEmpty();
    }

    @Test
    void takesWhatComesAndGoesForOneState() {
        for (int i = 0; i < 8; i++) {
            pass(Duration.ofMinutes(1), SMTP);
            pass(Duration.ofMinutes(3));
        }
        assertThat(mails()).containsExactly("begin system smtp");
    }

    @Test
    void goesOnAfterARestart() {
        pass(Duration.ofMinutes(10), SMTP);
        node = new Node("a");
        clock.pass(Duration.ofHours(5));
        pass(Duration.ofMinutes(30), SMTP);
        assertThat(mails()).containsExactly("begin system smtp");

        node = new Node("a");
        pass(Duration.ofMinutes(10));
        assertThat(mails()).containsExactly("begin system smtp", "over system smtp");
    }

    @Test
    void tellsOnceWhateverTheNumberOfServersThatSeeIt() {
        Node other = new Node("a");
        for (int i = 0; i < 20; i++) {
            clock.pass(LOOK);
            node.look(SMTP);
            other.look(SMTP);
        }
        assertThat(mails()).containsExactly("begin system smtp");

        // Only one of them sees it still.
        for (int i = 0; i < 20; i++) {
            clock.pass(LOOK);
            node.look();
            other.look(SMTP);
        }
        assertThat(mails()).hasSize(1);

        // It was stopped, and the other one sees nothing.
        pass(Duration.ofMinutes(10));
        assertThat(mails()).containsExactly("begin system smtp", "over system smtp");
    }

    @Test
    void saysInTheLastAlertOfAnHourThatThereAreNoMoreAndTellsTheRestLater() {
        Seen[] many = IntStream.range(0, 7).mapToObj(n -> seen("s" + n)).toArray(Seen[]::new);
        pass(Duration.ofMinutes(55), many);
        assertThat(mails())
                .containsExactly(
                        "begin system s0", "begin system s1", "begin system s2", "begin system s3", "note alerts");

        pass(Duration.ofMinutes(30), many);
        assertThat(mails()).hasSize(8).endsWith("begin system s4", "begin system s5", "begin system s6");
    }

    @Test
    void triesAgainEveryFewMinutesAndInOrderUntilItIsTaken() {
        broken.add("mail");
        pass(Duration.ofMinutes(10), SMTP);
        pass(Duration.ofMinutes(20));

        assertThat(told).containsExactly("slack: begin system smtp", "slack: over system smtp");
        assertThat(attempts - told.size()).isBetween(4, 6);

        broken.clear();
        node = new Node("a");
        pass(Duration.ofMinutes(6));
        assertThat(mails()).containsExactly("begin system smtp", "over system smtp");
        assertThat(told).hasSize(4);
    }

    @Test
    void givesUpWhatCouldNotBeToldForDays() {
        broken.add("mail");
        pass(Duration.ofMinutes(10), SMTP);
        broken.clear();
        clock.pass(Duration.ofDays(4));
        pass(Duration.ofMinutes(10), SMTP);

        assertThat(mails()).isEmpty();
    }

    @Test
    void tellsInTimeThoughAClockWasAheadMeanwhile() {
        Duration ahead = Duration.ofHours(2);
        Seen jira = seen("jira");
        clock.pass(ahead);
        pass(Duration.ofMinutes(10), SMTP);
        pass(Duration.ofMinutes(1), jira);
        assertThat(mails()).containsExactly("begin system smtp");

        clock.pass(ahead.negated());
        pass(Duration.ofMinutes(9), jira);
        assertThat(mails()).containsExactly("begin system smtp", "begin system jira", "over system smtp");
        pass(Duration.ofMinutes(9));
        assertThat(mails()).endsWith("over system jira");
    }

    @Test
    void countsNoAlertOfATimeThatIsYetToComeForOneOfThisHour() {
        clock.pass(Duration.ofHours(2));
        pass(
                Duration.ofMinutes(10),
                IntStream.range(0, 7).mapToObj(n -> seen("s" + n)).toArray(Seen[]::new));
        assertThat(mails()).endsWith("note alerts");

        clock.pass(Duration.ofHours(-2));
        pass(Duration.ofMinutes(10), SMTP);
        assertThat(mails()).contains("begin system smtp");
    }

    @Test
    void tellsWhatCouldNotBeToldWhileTheClockWasAheadThoughItWasStartedAgain() {
        broken.add("mail");
        clock.pass(Duration.ofHours(24));
        pass(Duration.ofMinutes(10), SMTP);
        pass(Duration.ofMinutes(1), SMTP, seen("jira"));
        broken.clear();

        clock.pass(Duration.ofHours(-24));
        node = new Node("a");
        pass(Duration.ofMinutes(10), SMTP, seen("jira"));
        assertThat(mails()).containsExactlyInAnyOrder("begin system jira", "begin system smtp");
    }

    @Test
    void leavesWhatAnotherServerIsAtToItThoughThisOnesClockIsBehind() {
        broken.add("mail");
        pass(Duration.ofMinutes(10), SMTP);
        broken.clear();
        clock.pass(Duration.ofMinutes(10));
        AlertQueue.Pending pending = node.queue.next("mail", clock.millis()).orElseThrow();
        assertThat(node.queue.claim(pending, clock.millis() + Deliveries.LEASE.toMillis()))
                .isTrue();
        database.reads()
                .sql("INSERT INTO node (node, host, lease_until) VALUES ('a', 'a', ?)")
                .param(System.currentTimeMillis() + 600_000) // by the database's clock
                .update();

        clock.pass(Duration.ofHours(-2));
        new Node("b").look(SMTP);
        assertThat(mails()).isEmpty();

        database.reads().sql("DELETE FROM node").update();
        new Node("b").look(SMTP);
        assertThat(mails()).containsExactly("begin system smtp");
    }

    @Test
    void saysWhatItIsAboutAndSinceWhenWithALink() {
        Alert begin = texts.begun(
                new AlertState(
                        "system smtp",
                        "system.down",
                        true,
                        "smtp is \"down\"",
                        "x",
                        "https://a/c",
                        0,
                        0,
                        0,
                        null,
                        false),
                1);

        assertThat(begin.subject()).isEqualTo("Aftertalk: smtp is \"down\"");
        assertThat(begin.text())
                .startsWith("smtp is \"down\"\n\nSince 1970-01-01 ")
                .endsWith("\nhttps://a/c\n");
        assertThat(begin.facts())
                .containsEntry("subjectAsJson", "\"Aftertalk: smtp is \\\"down\\\"\"")
                .containsEntry("state", "begin")
                .containsEntry("urgent", true);
    }
}
