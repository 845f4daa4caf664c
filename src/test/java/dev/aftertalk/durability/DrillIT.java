package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.access.TestTokens;
import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.Drills;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Fault drills under load, asked for over HTTP and by the command. Whether their reports are right is told by what the other systems got. More of them, and as long as
 * on a bad day: {@code ./mvnw verify -Dit.test=DrillIT -Dtest.drills=jira-cut,mail-hang -Dtest.minutes=10 -Dtest.rate=50}, and
 * {@code -Dtest.database=postgres -Dtest.drills=database-away}.
 */
class DrillIT {

    private static final Duration TIME =
            Duration.ofMillis((long) (60_000 * Double.parseDouble(System.getProperty("test.minutes", "0.04"))));

    /** That of those with a wrong clock, which have to be longer. */
    private static final Duration SHORTEST_OF_CLOCKS = Duration.ofSeconds(10);

    private static final int RATE = Integer.getInteger("test.rate", 10);

    @TempDir
    Path folder;

    private JdbcClient database;
    private String url;

    @Test
    void losesNothingAndDoesNothingTwice() throws Exception {
        url = System.getProperty("test.database", "sqlite").equals("postgres")
                ? TestPostgres.newDatabase()
                : "jdbc:sqlite:" + folder.resolve("data/aftertalk.db");
        Conversations conversations = new Conversations();
        try (Peers peers = new Peers(folder.resolve("codes"), codes());
                AftertalkProcess aftertalk = AftertalkProcess.with(folder.resolve("data"), settings(peers))) {
            aftertalk.start();
            database = JdbcClient.create(new DriverManagerDataSource(url));
            Drills overHttp = new Drills(aftertalk.port(), TestTokens.authorization(database));
            await("promo codes are read") // runs that wait for some wait for a minute
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> database.sql("SELECT count(*) FROM promo_code")
                                    .query(Long.class)
                                    .single()
                            > 0);
            int sentAgain = 0;
            try (EventSender sender =
                    EventSender.start(RATE, conversations::next, new SignedWebhook(aftertalk.port()))) {
                for (String drill : drills()) {
                    String report = drill.startsWith("salesforce-")
                            ? overHttp.text(overHttp.play(drill, time(drill)).id())
                            : byCommand(drill);
                    System.out.println(report);
                    assertThat(report)
                            .contains("State:       over")
                            .contains("Lost:        0", "Doubled:     0")
                            .doesNotContain("not yet", "not waited for", "none met it");
                    sentAgain += sentAgain(report);
                }
                sender.finish(Duration.ofMinutes(1));
            }
            await("nothing is on its way")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> Balance.of(database).onTheWay() == 0);
            check(new Effects(conversations, peers, database), peers);
            assertThat(peers.mails.sentTwice()).hasSize(sentAgain);
        }
    }

    /** More than there are conversations. */
    private static int codes() {
        return (int) drills().stream()
                .mapToLong(drill -> RATE * (time(drill).toSeconds() + 120))
                .sum();
    }

    private static List<String> drills() {
        return List.of(
                System.getProperty("test.drills", "salesforce-429,mail-cut").split(","));
    }

    private static Duration time(String drill) {
        return drill.startsWith("clock-") && TIME.compareTo(SHORTEST_OF_CLOCKS) < 0 ? SHORTEST_OF_CLOCKS : TIME;
    }

    /** What is printed. */
    private String byCommand(String name) throws Exception {
        String printed = AftertalkProcess.command(
                "drill",
                name,
                "--seconds",
                Double.toString(time(name).toMillis() / 1e3),
                "--drill.allowed=true",
                "--spring.datasource.url=" + url,
                "--aftertalk.data-dir=" + folder.resolve("data"));
        assertThat(printed).startsWith("0\n").containsPattern("(running|recovering): ");
        return printed;
    }

    private static int sentAgain(String report) {
        return report.lines()
                .filter(line -> line.startsWith("Sent again:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D+(\\d+).*", "$1")))
                .sum();
    }

    private void check(Effects effects, Peers peers) {
        assertThat(Balance.of(database).unexplained()).isZero();
        assertThat(effects.deadOtherwise())
                .as("dead, but not for mails in doubt")
                .isEmpty();
        assertThat(effects.lost()).isZero();
        assertThat(effects.secondLeads()).isZero();
        assertThat(effects.secondTasks()).isZero();
        assertThat(effects.secondIssues()).isZero();
        assertThat(effects.secondCodes()).isZero();
        assertThat(effects.mailsSentThrice()).isEmpty();
        assertThat(effects.unmarkedMails()).isEmpty();
        effects.assertComplete();
        assertThat(peers.mails.count()).isPositive();
    }

    private String[] settings(Peers peers) {
        List<String> settings = new ArrayList<>(List.of(peers.settings()));
        settings.addAll(List.of(
                "--drill.allowed=true",
                "--spring.datasource.url=" + url,
                "--resilience.probe-interval=500ms",
                "--resilience.catch-up-time=1s",
                "--salesforce.request-limit-delay=1s"));
        return settings.toArray(String[]::new);
    }
}
