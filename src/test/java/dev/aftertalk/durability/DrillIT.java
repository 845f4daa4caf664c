package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.SignedWebhook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Fault drills under load, by the command. Whether their reports are right is told by what the other systems got. More of them, and as long as
 * on a bad day: {@code ./mvnw verify -Dit.test=DrillIT -Dtest.drills=jira-cut,mail-hang -Dtest.minutes=10 -Dtest.rate=50}.
 */
class DrillIT {

    private static final String MINUTES = System.getProperty("test.minutes", "0.04");
    private static final int RATE = Integer.getInteger("test.rate", 10);

    @TempDir
    Path folder;

    private JdbcClient database;

    @Test
    void losesNothingAndDoesNothingTwice() throws Exception {
        Conversations conversations = new Conversations();
        try (Peers peers = new Peers(folder.resolve("codes"), 1000 + 2000 * RATE);
                AftertalkProcess aftertalk = AftertalkProcess.with(folder.resolve("data"), settings(peers))) {
            aftertalk.start();
            database = JdbcClient.create(
                    new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("data/aftertalk.db")));
            int sentAgain = 0;
            try (EventSender sender =
                    EventSender.start(RATE, conversations::next, new SignedWebhook(aftertalk.port()))) {
                for (String drill : drills()) {
                    String report = drill(drill);
                    System.out.println(report);
                    assertThat(report)
                            .startsWith("0\n")
                            .contains("Lost:        0", "Doubled:     0")
                            .doesNotContain("none met it", "not yet");
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

    private static List<String> drills() {
        return List.of(
                System.getProperty("test.drills", "salesforce-429,mail-cut").split(","));
    }

    /** The exit code, a line break, and what is printed. */
    private String drill(String name) throws Exception {
        return AftertalkProcess.command(
                "drill",
                name,
                "--minutes",
                MINUTES,
                "--drill.allowed=true",
                "--aftertalk.data-dir=" + folder.resolve("data"));
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

    private static String[] settings(Peers peers) {
        List<String> settings = new ArrayList<>(List.of(peers.settings()));
        settings.addAll(List.of(
                "--drill.allowed=true",
                "--resilience.probe-interval=500ms",
                "--resilience.catch-up-time=1s",
                "--salesforce.request-limit-delay=1s"));
        return settings.toArray(String[]::new);
    }
}
