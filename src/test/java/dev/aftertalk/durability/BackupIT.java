package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.EventStream;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupIT {

    private static final int MORE_THAN_ARE_SENT = 100_000;

    @TempDir
    Path folder;

    @Test
    void aBackupMadeUnderLoadIsOneAServerGoesOnFrom() throws Exception {
        Path backup = folder.resolve("backup.db");
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess aftertalk = server("data", iadvize, smtp);
                AftertalkProcess restored = server("restored", iadvize, smtp)) {
            aftertalk.start();
            int sent;
            try (EventStream events =
                    EventStream.start(1000, MORE_THAN_ARE_SENT, 50, new SignedWebhook(aftertalk.port()))) {
                await().atMost(Duration.ofSeconds(60)).until(() -> events.sent() >= 100);
                assertThat(backUp(backup)).startsWith("0\n");
                int then = events.sent();
                await("the load goes on").atMost(Duration.ofSeconds(10)).until(() -> events.sent() > then);
                events.stop();
                events.await();
                sent = events.sent();
                assertThat(events.acknowledged()).hasSize(sent);
            }
            aftertalk.kill();

            Files.createDirectories(folder.resolve("restored"));
            Files.copy(backup, folder.resolve("restored").resolve("aftertalk.db"));
            restored.start();
            LedgerFile ledger = new LedgerFile(folder.resolve("restored"));
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> ledger.balance().oldestOnTheWay().isEmpty());
            Balance balance = ledger.balance();
            assertThat(balance.accepted()).isBetween(100L, sent - 1L);
            assertThat(balance.unexplained()).isZero();
            assertThat(balance.count("dead")).isZero();
            assertThat(new SignedWebhook(restored.port()).post(SignedWebhook.closedConversation(9999)))
                    .isEqualTo(202);
        }
    }

    @Test
    void saysWhatItCannotBackUp() throws Exception {
        Path there = Files.writeString(folder.resolve("there.db"), "mine");
        assertThat(backUp(folder.resolve("new.db"))).startsWith("2\n").contains("There is no database");
        assertThat(AftertalkProcess.command("backup")).startsWith("2\n").contains("backup FILE");
        assertThat(AftertalkProcess.command("backup", "x.db", "--spring.datasource.url=jdbc:postgresql://db/aftertalk"))
                .startsWith("2\n")
                .contains("pg_dump");
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data").resolve("aftertalk.db"), "no database ".repeat(100));
        assertThat(backUp(there)).startsWith("2\n").contains("is there already");
        assertThat(there).hasContent("mine");
        assertThat(backUp(folder.resolve("new.db"))).startsWith("1\n").contains("was not written");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("data", "there.db");
        }
    }

    private String backUp(Path file) throws Exception {
        return AftertalkProcess.command("backup", file.toString(), "--aftertalk.data-dir=" + folder.resolve("data"));
    }

    private AftertalkProcess server(String data, IadvizePeer iadvize, SmtpPeer smtp) throws Exception {
        List<String> settings = new ArrayList<>(List.of(AftertalkProcess.settings(iadvize, smtp)));
        // The restored server is another one: what was being worked on is its own once nobody has said a word for so
        // long.
        settings.add("--aftertalk.ledger.lease=3s");
        return AftertalkProcess.with(folder.resolve(data), settings.toArray(String[]::new));
    }
}
