package dev.aftertalk.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.care.drill.DrillReport;
import dev.aftertalk.care.drill.DrillRequests;
import dev.aftertalk.care.drill.TestReports;
import dev.aftertalk.testing.ErrorOutput;
import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What a command tells of the drill that it asked for, when the server does not do as it should. */
@ExtendWith(OutputCaptureExtension.class)
class AwaitedDrillTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private DriverManagerDataSource file;
    private JdbcClient database;

    @BeforeEach
    void open() {
        file = new DriverManagerDataSource(Schema.sqlite(folder.resolve("a.db")));
        database = JdbcClient.create(file);
    }

    private long ask(String drill) {
        return DrillRequests.ask(database, drill, Duration.ofSeconds(1), "command", null)
                .orElseThrow();
    }

    private AwaitedDrill awaited(long id, Duration longestStart) {
        return new AwaitedDrill(database, new CommandWrites(file, true), id, longestStart);
    }

    private DrillReport report(long id) {
        return DrillRequests.report(database, id).orElseThrow();
    }

    private void server(long leaseUntil) {
        database.sql("INSERT INTO node (node, host, lease_until) VALUES ('node-1', 'here', ?)")
                .param(leaseUntil)
                .update();
    }

    /** Nobody would watch it then, nor expect it. */
    @Test
    void takesBackWhatNoServerTookUp(CapturedOutput output) {
        long id = ask("mail-cut");
        assertThat(awaited(id, LONG).look()).isEmpty();

        assertThat(awaited(id, Duration.ZERO).look()).hasValue(2);
        assertThat(ErrorOutput.of(output)).contains("No server took it up, and none will now");
        assertThat(report(id).state()).isEqualTo("not begun");
        assertThat(report(id).notes()).containsExactly("No server took it up.");
    }

    @Test
    void goesOnAwaitingWhatAServerTookUpInThatMoment() {
        server(Long.MAX_VALUE);
        long id = ask("mail-cut");
        TestReports.begin(database, id);

        assertThat(DrillRequests.withdraw(database, id, "No server took it up."))
                .isFalse();
        assertThat(awaited(id, Duration.ZERO).look()).isEmpty();
        assertThat(report(id).state()).isEqualTo("running");
    }

    @Test
    void endsWithTheServerThatRanIt(CapturedOutput output) {
        server(0);
        long id = ask("mail-hang");
        TestReports.begin(database, id);

        assertThat(awaited(id, LONG).await()).isEqualTo(1);
        assertThat(ErrorOutput.of(output)).contains("The server that ran it has ended: node-1.");
        assertThat(output.getOut()).contains("State:       broken off", "The server that ran it has ended; no fault");
        assertThat(database.sql("SELECT who || ' ' || what FROM audit_entry")
                        .query(String.class)
                        .list())
                .containsExactly("Aftertalk drill.broken-off");
    }

    /** As one of the server's own that it refuses, and the command can't know. */
    @Test
    void saysThatADrillCouldNotBegin(CapturedOutput output) {
        long id = ask("node-killed");
        DrillRequests.withdraw(database, id, "It could not begin: This server sees nothing that would start it again.");

        assertThat(awaited(id, LONG).look()).hasValue(2);
        assertThat(output.getOut())
                .contains("State:       not begun", "This server sees nothing that would start it again.");
    }

    @Test
    void tellsOfCallsThatMetItOnlyWhereSomeCan(CapturedOutput output) {
        server(Long.MAX_VALUE);
        long mail = ask("mail-cut");
        TestReports.begin(database, mail);
        assertThat(awaited(mail, LONG).look()).isEmpty();
        assertThat(output.getOut())
                .contains("0:00 running: 0 calls met it, 31 went through; 40 events came; 0 runs wait");

        database.sql("DELETE FROM drills").update();
        long clock = ask("clock-ahead");
        TestReports.begin(database, clock);
        assertThat(awaited(clock, LONG).look()).isEmpty();
        assertThat(output.getOut()).contains("0:00 running: 31 calls to other systems; 40 events came; 0 runs wait");
    }

    /** What the report has are those of its begin, or it has none yet. */
    @Test
    void tellsNoFiguresWhileNothingCanBeStored(CapturedOutput output) {
        server(Long.MAX_VALUE);
        long id = ask("disk-full");
        database.sql("UPDATE drills SET state = 'running', node = 'node-1'").update();
        assertThat(awaited(id, LONG).look()).isEmpty();
        TestReports.begin(database, id);
        assertThat(awaited(id, LONG).look()).isEmpty();

        assertThat(output.getOut().lines().filter(line -> line.startsWith("0:")))
                .containsExactly(
                        "0:00 running: its figures come after its end, as nothing can be stored now",
                        "0:00 running: its figures come after its end, as nothing can be stored now");
    }

    /** That it is killed is the drill; or it lives and can't say so, as its database is what is away. */
    @ParameterizedTest
    @ValueSource(strings = {"node-killed", "database-away", "disk-full"})
    void awaitsAServerThatTheDrillHides(String drill) {
        server(0);
        long id = ask(drill);
        TestReports.begin(database, id);

        assertThat(awaited(id, LONG).look()).isEmpty();
        assertThat(DrillRequests.isLeft(database, report(id), Duration.ofSeconds(89)))
                .isFalse();
        assertThat(DrillRequests.isLeft(database, report(id), Duration.ofSeconds(91)))
                .isTrue();
        assertThat(DrillRequests.ask(database, "mail-cut", LONG, "command", null))
                .isEmpty();
        assertThat(report(id).state()).isEqualTo("running");
    }
}
