package dev.aftertalk.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class JiraIssuesTest {

    enum Database {
        SQLITE,
        POSTGRESQL
    }

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong(1_000_000);

    @ParameterizedTest
    @EnumSource
    void remembersAConversationsIssue(Database database) {
        JiraIssues issues = issues(database);
        assertThat(issues.key("c1")).isEmpty();
        issues.claim("c1", "run", false);
        assertThat(issues.key("c1")).isEmpty();
        issues.save("c1", "CUST-1", "run");
        assertThat(issues.key("c1")).hasValue("CUST-1");
        assertThat(issues.key("c2")).isEmpty();
        issues.save("c2", "CUST-2", "run");
        assertThat(issues.key("c2")).hasValue("CUST-2");
    }

    @ParameterizedTest
    @EnumSource
    void letsARunThatKnowsItFailedAskAgainAtOnce(Database database) {
        JiraIssues issues = issues(database);
        issues.claim("c", "run", false);
        assertThatCode(() -> issues.claim("c", "run", false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void holdsARunInDoubtBackUntilTheSearchHadItsTime(Database database) {
        JiraIssues issues = issues(database);
        issues.claim("c", "run", false);
        now.addAndGet(119_999);
        assertThatThrownBy(() -> issues.claim("c", "run", true)).isInstanceOf(OutcomeUnknownException.class);
        now.addAndGet(1);
        issues.claim("c", "run", true);
        // asked again just now, so in doubt for as long again
        assertThatThrownBy(() -> issues.claim("c", "run", true)).isInstanceOf(OutcomeUnknownException.class);
    }

    @ParameterizedTest
    @EnumSource
    void holdsAnotherRunBackUntilTheSearchHadItsTime(Database database) {
        JiraIssues issues = issues(database);
        issues.claim("c", "one", false);
        assertThatThrownBy(() -> issues.claim("c", "other", false)).isInstanceOf(RetryableException.class);
        now.addAndGet(120_000);
        issues.claim("c", "other", false);
        assertThatThrownBy(() -> issues.claim("c", "one", false)).isInstanceOf(RetryableException.class);
    }

    @ParameterizedTest
    @EnumSource
    void refusesToAskForAnIssueThatIsThere(Database database) {
        JiraIssues issues = issues(database);
        issues.save("c", "CUST-1", "one");
        assertThatThrownBy(() -> issues.claim("c", "other", false))
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("CUST-1");
        assertThat(issues.key("c")).hasValue("CUST-1");
    }

    @Test
    void triesAgainWhenTheDatabaseIsAwayAndForgetsNothingJiraDid() {
        JdbcClient away = JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("no.db")));
        JiraIssues issues = new JiraIssues(away, Duration.ofMinutes(2), Clock.systemUTC());
        assertThatThrownBy(() -> issues.key("c"))
                .isInstanceOf(RetryableException.class)
                .isNotInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> issues.claim("c", "run", false))
                .isInstanceOf(RetryableException.class)
                .isNotInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> issues.save("c", "CUST-1", "run"))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("CUST-1");
    }

    private JiraIssues issues(Database database) {
        String url = database == Database.SQLITE ? Schema.sqlite(folder.resolve("a.db")) : Schema.postgres();
        DriverManagerDataSource source = new DriverManagerDataSource(url);
        return new JiraIssues(JdbcClient.create(source), Duration.ofMinutes(2), new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(now.get());
            }
        });
    }
}
