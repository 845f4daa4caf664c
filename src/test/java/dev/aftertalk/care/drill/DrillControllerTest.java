package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.aftertalk.access.TestAudit;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.testing.Schema;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.server.ResponseStatusException;

/** What is refused before anything begins. */
class DrillControllerTest {

    private static final Principal ANNA = () -> "anna";

    @Test
    void refusesDrillsWhereTheyAreNotAllowed() {
        assertThatThrownBy(() -> controller(false).start(Map.of("drill", "mail-cut", "minutes", 10), ANNA))
                .asInstanceOf(type(ResponseStatusException.class))
                .matches(refusal -> refusal.getStatusCode() == HttpStatus.CONFLICT)
                .extracting(ResponseStatusException::getReason)
                .asString()
                .contains("not allowed on this server", "drill.allowed=true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "61", "1e9", "307445734561826", "1e999999999"})
    void refusesTimesThatAreTooShortOrTooLong(String minutes) {
        refused(Map.of("drill", "mail-cut", "minutes", new BigDecimal(minutes)), "60 minutes at most");
    }

    @Test
    void saysHowToAsk() {
        refused(Map.of("drill", "mail-cut"), "for how long");
        refused(Map.of("drill", "mail-cut", "minutes", "ten"), "in minutes or in seconds");
        refused(Map.of("minutes", 10), "Say what to drill");
        refused(Map.of("drill", "mail-cut", "minutes", 1, "seconds", 1), "for how long");
        refused(Map.of("drill", "mail-cutt", "minutes", 1), "did you mean mail-cut?");
    }

    /** They are those of its begin, and would be taken for what has come meanwhile. */
    @Test
    void givesNoFiguresWhileNothingCanBeStored(@TempDir Path folder) {
        JdbcClient database = database(folder);
        long id = ask(database, "disk-full");
        TestReports.begin(database, id);
        DrillController controller = controller(database);

        for (DrillReport report : List.of(
                controller.one(id).getBody(), controller.latest().getBody().get(0))) {
            assertThat(report.begunAt()).isNotNull();
            assertThat(report.received()).isNull();
            assertThat(report.met()).isNull();
            assertThat(report.notes())
                    .containsExactly("Its figures come after its end: nothing can be stored while it lasts.");
        }
        assertThat(controller.text(id).getBody()).contains("Figures:     after its end");
    }

    /** What it can tell of itself is no fact of its own for programs. */
    @Test
    void givesTheFactsAloneAsJson() throws Exception {
        DrillReport report = TestReports.sentAgain(8);
        JsonMapper strict = JsonMapper.builder().addModule(new JavaTimeModule()).build();

        assertThat(strict.readValue(DrillRow.json(report), DrillReport.class)).isEqualTo(report);
    }

    @Test
    void saysWhichOtherDrillThereIs(@TempDir Path folder) {
        JdbcClient database = database(folder);
        long id = ask(database, "mail-cut");

        assertThatThrownBy(() -> controller(database).start(Map.of("drill", "jira-429", "minutes", 1), ANNA))
                .asInstanceOf(type(ResponseStatusException.class))
                .matches(refusal -> refusal.getStatusCode() == HttpStatus.CONFLICT)
                .extracting(ResponseStatusException::getReason)
                .asString()
                .contains("number " + id + ", mail-cut", "DELETE /api/drills/" + id);
    }

    private static JdbcClient database(Path folder) {
        return JdbcClient.create(new DriverManagerDataSource(Schema.sqlite(folder.resolve("a.db"))));
    }

    private static long ask(JdbcClient database, String drill) {
        return DrillRequests.ask(database, drill, Duration.ofMinutes(1), "anna", "node-1")
                .orElseThrow();
    }

    private static DrillController controller(JdbcClient database) {
        LedgerWrites writes = new LedgerWrites() {
            @Override
            public <T> T write(Function<JdbcClient, T> work) {
                return work.apply(database);
            }
        };
        Duration hour = Duration.ofHours(1);
        return new DrillController(new DrillDesk(
                new DrillSettings(true, hour, hour, false),
                new DrillStore(database, writes, TestAudit.on(database, writes)),
                "node-1",
                List.of()));
    }

    /** A row of its own would be in the way of others, and stay in the list as if it had been one. */
    @Test
    void refusesAndOffersNotWhatThisServerCannotPlay() {
        refused(Map.of("drill", "database-away", "minutes", 1), "disk-full is the drill for it");
        refused(Map.of("drill", "node-killed", "minutes", 1), "This server sees nothing that would start it again");

        assertThat(desk(true).names())
                .doesNotContain("database-away", "node-killed")
                .contains("mail-cut", "clock-ahead");
    }

    private static void refused(Map<String, Object> body, String words) {
        assertThatThrownBy(() -> controller(true).start(body, ANNA))
                .asInstanceOf(type(ResponseStatusException.class))
                .matches(refusal -> refusal.getStatusCode() == HttpStatus.BAD_REQUEST)
                .extracting(ResponseStatusException::getReason)
                .asString()
                .contains(words);
    }

    private static DrillController controller(boolean allowed) {
        return new DrillController(desk(allowed));
    }

    private static DrillDesk desk(boolean allowed) {
        Duration hour = Duration.ofHours(1);
        DrillSettings settings = new DrillSettings(allowed, hour, hour, false);
        List<Drill> drills = List.of(
                new DatabaseDrill(new DrilledDatabase(true), null, null, "jdbc:sqlite:a.db"),
                new NodeDrill(settings, new MockEnvironment()));
        return new DrillDesk(settings, null, "node-1", drills);
    }
}
