package dev.aftertalk.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;

/** The same on PostgreSQL, where there may be several servers. */
class PostgresRoutesCommandTest extends RoutesCommandTest {

    @Override
    TestDatabase database() {
        return TestDatabase.postgres();
    }

    @Test
    void changesOneOfSeveralFoldersOnlyWhereThatIsSaid(CapturedOutput output) {
        ledger().write(tables -> tables.sql(
                        "INSERT INTO node (node, host, place, lease_until) VALUES ('two', 'h', '/', ?)")
                .param(System.currentTimeMillis() + 60_000)
                .update());
        String number = String.valueOf(newest().number() - 1);

        assertThat(routes("restore", "thank-you-email", number)).isEqualTo(1);
        assertThat(output.getErr())
                .contains("Other servers are alive (two), which may have folders of their own")
                .contains("say so: --this-folder. Nothing was changed.")
                .contains("java -jar aftertalk.jar routes show thank-you-email " + number);
        assertThat(routes("restore", "thank-you-email", number, "--this-folder"))
                .isZero();
    }
}
