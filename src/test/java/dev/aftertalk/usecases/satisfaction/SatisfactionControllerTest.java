package dev.aftertalk.usecases.satisfaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.server.ResponseStatusException;

/** What the figures answer to whom; what they look like over HTTP is in the tests of the workflows that feed them. */
class SatisfactionControllerTest {

    @TempDir
    Path folder;

    private SatisfactionDatabase database;
    private SatisfactionController controller;

    @BeforeEach
    void open() {
        database = SatisfactionDatabase.sqlite(folder);
        controller = new SatisfactionController(database.reports, new CommentAccess(false));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void countsAnAnswerInTheDayThatItsClickHasInTheTimeZone() {
        // Paris: 29 March 2026 goes from 23:00 UTC to 22:00 UTC, 25 October from 22:00 to 23:00.
        for (String day : new String[] {"2026-03-29", "2026-10-25"}) {
            boolean spring = day.contains("-03-");
            String before = spring ? "2026-03-28T23:00:00Z" : "2026-10-24T22:00:00Z";
            String after = spring ? "2026-03-29T22:00:00Z" : "2026-10-25T23:00:00Z";
            long begin = ZonedDateTime.parse(before).toInstant().toEpochMilli();
            long end = ZonedDateTime.parse(after).toInstant().toEpochMilli();
            database.answer(day + "before", "e", begin - 1, SatisfactionDatabase.rating(1));
            database.answer(day + "first", "e", begin, SatisfactionDatabase.rating(5));
            database.answer(day + "last", "e", end - 1, SatisfactionDatabase.rating(5));
            database.answer(day + "after", "e", end, SatisfactionDatabase.rating(1));
            SatisfactionReport report = ask("from", day, "to", day);
            assertThat(report.csat().responses()).as(day).isEqualTo(2);
            assertThat(report.csat().score()).as(day).isEqualTo(100);
            assertThat(report.timeZone()).isEqualTo("Europe/Paris");
        }
    }

    @Test
    void answersNullWhereNobodyAnswered() {
        SatisfactionReport report = ask();
        assertThat(report.csat().score()).isNull();
        assertThat(report.csat().average()).isNull();
        assertThat(report.csat().responses()).isZero();
        assertThat(report.nps().score()).isNull();
        assertThat(report.responseRate()).isNull();
        assertThat(report.trend()).hasSize(7).allMatch(part -> part.csat() == null && part.nps() == null);
    }

    @Test
    void countsOneProjectAlone() {
        long now = System.currentTimeMillis() - 1000;
        database.answer("of project 1", "e", now, SatisfactionDatabase.rating(5));
        assertThat(ask("project", "1").csat().responses()).isEqualTo(1);
        assertThat(ask("project", "2").csat().responses()).isZero();
        assertThat(ask("project", "").csat().responses()).isEqualTo(1);
    }

    @Test
    void tellsTheResponseRateOfTheClosedConversations() {
        long now = System.currentTimeMillis() - 1000;
        for (int n = 0; n < 3; n++) {
            database.store.store(new Progress("c" + n, 1L, null, null, now, false, List.of()));
        }
        database.answer("c0", "e", now, SatisfactionDatabase.rating(2));
        assertThat(ask().responseRate()).isEqualTo(33.33);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from|tomorrow|from must be a day such as",
                "to|2026-02-30|to must be a day such as",
                "project|all|project must be the number",
                "project|1 OR 1=1|project must be the number",
                "project|9999999999999999999|project must be the number",
                "granularity|minute|granularity must be hour, day, week or month",
                "form|2026-01-01|There are the parameters from, to, project, channel, operator and granularity",
            })
    void answers400AndSaysWhatToWrite(String name, String value, String message) {
        assertThatThrownBy(() -> ask(name, value)).isInstanceOfSatisfying(ResponseStatusException.class, e -> {
            assertThat(e.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
            assertThat(e.getReason()).startsWith(message);
        });
    }

    @Test
    void answers400WhenAParameterIsThereTwice() {
        assertThatThrownBy(() -> ask("project", "1", "project", "2")).hasMessageContaining("Give project once");
    }

    @Test
    void answers503WhenTheDatabaseIsAway() {
        database.close();
        assertThatThrownBy(() -> ask())
                .isInstanceOfSatisfying(ResponseStatusException.class, e -> assertThat(e.getStatusCode())
                        .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
    }

    private SatisfactionReport ask(String... parameters) {
        LinkedMultiValueMap<String, String> asked = new LinkedMultiValueMap<>();
        for (int n = 0; n < parameters.length; n += 2) {
            asked.add(parameters[n], parameters[n + 1]);
        }
        return controller.satisfaction(asked).getBody();
    }
}
