package dev.aftertalk.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class LeadClaimsTest {

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong(1_000_000);
    private JdbcClient database;

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void letsOneRunOfAPersonMakeTheLead(String vendor) {
        LeadClaims claims = claims(vendor);
        claims.claim("Camille@Shop.test", "salesforce-lead-for-conversation", "e1");
        assertThatThrownBy(() -> claims.claim("camille@shop.test", "salesforce-lead-for-conversation", "e2"))
                .isInstanceOf(RetryableException.class)
                .hasMessageNotContaining("camille");
        assertThatCode(() -> claims.claim("camille@shop.test", "salesforce-lead-for-conversation", "e1"))
                .as("the same run, again")
                .doesNotThrowAnyException();
        claims.claim("zoe@shop.test", "salesforce-lead-for-conversation", "e2");
        assertThat(database.sql("SELECT digest FROM lead_claim")
                        .query(String.class)
                        .list())
                .hasSize(2)
                .noneMatch(digest -> digest.contains("@"));

        now.addAndGet(LeadClaims.HELD.toMillis() + 1);
        claims.claim("camille@shop.test", "salesforce-lead-for-conversation", "e2");
        assertThatThrownBy(() -> claims.claim("camille@shop.test", "salesforce-lead-for-conversation", "e1"))
                .isInstanceOf(RetryableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void letsTheNextRunAtItOnceNothingWasMade(String vendor) {
        LeadClaims claims = claims(vendor);
        claims.claim("camille@shop.test", "salesforce-lead-for-conversation", "e1");
        claims.release("CAMILLE@shop.test");
        assertThatCode(() -> claims.claim("camille@shop.test", "salesforce-lead-for-conversation", "e2"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void letsTheNextRunAtItSomeSecondsAfterTheLeadWasMade(String vendor) {
        LeadClaims claims = claims(vendor);
        claims.claim("camille@shop.test", "salesforce-lead-for-conversation", "e1");
        claims.made("camille@shop.test");
        now.addAndGet(LeadClaims.AFTERWARDS.toMillis());
        assertThatThrownBy(() -> claims.claim("camille@shop.test", "salesforce-lead-for-conversation", "e2"))
                .isInstanceOf(RetryableException.class);
        now.addAndGet(1);
        claims.claim("camille@shop.test", "salesforce-lead-for-conversation", "e2");
    }

    private LeadClaims claims(String vendor) {
        String url = vendor.equals("sqlite") ? "jdbc:sqlite:" + folder.resolve("a.db") : TestPostgres.newDatabase();
        DriverManagerDataSource source = new DriverManagerDataSource(url);
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/" + vendor)
                .load()
                .migrate();
        database = JdbcClient.create(source);
        return LeadClaimsDatabase.of(database, new Clock() {
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
