package dev.aftertalk.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aftertalk.access.UserChanges.Outcome;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.testing.Schema;
import dev.aftertalk.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes of users over a database whose answer to each commit gets lost, so that each committed transaction is run again. */
class UserChangesTest {

    @TempDir
    Path folder;

    private JdbcClient database;
    private Users users;
    private ApiTokens tokens;
    private RefusedLogins refused;
    private UserChanges changes;

    private void on(String kind) {
        String url = kind.equals("sqlite") ? Schema.sqlite(folder.resolve("aftertalk.db")) : Schema.postgres();
        DriverManagerDataSource source = new DriverManagerDataSource(url);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(source));
        database = JdbcClient.create(source);
        LedgerWrites twice = new LedgerWrites() {
            @Override
            public <T> T write(Function<JdbcClient, T> work) {
                transaction.executeWithoutResult(status -> work.apply(database));
                return transaction.execute(status -> work.apply(database));
            }
        };
        Audit audit = new Audit(database, twice);
        tokens = new ApiTokens(database, twice, audit);
        users = new Users(database, twice, audit, tokens);
        refused = new RefusedLogins(database, twice);
        changes = new UserChanges(users, refused, tokens, twice, audit);
        users.create("test", "root", "hash of root", Role.ADMIN);
        users.create("test", "ada", "hash of ada", Role.ADMIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void sayDoneAndAreAuditedOnceWhenTheirTransactionRunsTwice(String kind) {
        on(kind);
        assertThat(changes.rename("root", "ada", "ada.lovelace")).isEqualTo(Outcome.DONE);
        assertThat(users.changeRole("root", "ada.lovelace", Role.OPERATOR)).isTrue();
        assertThat(users.enable("root", "ada.lovelace", false)).isTrue();
        assertThat(users.enable("root", "ada.lovelace", true)).isTrue();
        assertThat(users.setPassword("root", "ada.lovelace", "another hash", true))
                .isTrue();
        assertThat(tokens.create("ada.lovelace", "reports", Set.of(Scope.READ), null))
                .isPresent();
        assertThat(changes.expect("root", "ada.lovelace", true)).isEqualTo(Outcome.DONE);
        assertThat(changes.expect("root", "ada.lovelace", false)).isEqualTo(Outcome.DONE);
        refused.note("https://id", "https://id 1", "ada.lovelace", Role.OPERATOR);
        assertThat(changes.link("root", refused.all().get(0).id(), "ada.lovelace"))
                .isEqualTo(Outcome.DONE);
        assertThat(users.findBySubject("https://id 1").orElseThrow().name()).isEqualTo("ada.lovelace");
        assertThat(refused.all()).isEmpty();
        assertThat(changes.delete("root", "ada.lovelace", true)).isEqualTo(Outcome.DONE);
        assertThat(users.find("ada.lovelace")).isEmpty();
        assertThat(audited())
                .containsExactly(
                        "root user.renamed ada ada.lovelace",
                        "root user.role ada.lovelace operator",
                        "root user.disabled ada.lovelace ",
                        "root user.enabled ada.lovelace ",
                        "root user.password-reset ada.lovelace ",
                        "ada.lovelace token.created reports read",
                        "root user.link-expected ada.lovelace ",
                        "root user.link-unexpected ada.lovelace ",
                        "root user.linked ada.lovelace https://id",
                        "root token.revoked reports ",
                        "root user.deleted ada.lovelace ");
    }

    private List<String> audited() {
        return database.sql(
                        "SELECT who || ' ' || what || ' ' || about || ' ' || detail FROM audit_entry WHERE what <> 'user.created' ORDER BY id")
                .query(String.class)
                .list();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void leaveAnAdminWhoIsEnabled(String kind) {
        on(kind);
        refused.note("https://id", "https://id 1", "ada", Role.VIEWER);
        String id = refused.all().get(0).id();
        changes.expect("root", "ada", true);
        assertThat(users.changeRole("ada", "root", Role.VIEWER)).isTrue();

        assertThat(changes.delete("ada", "ada", false)).isEqualTo(Outcome.LAST_ADMIN);
        assertThat(changes.link("ada", id, "ada")).isEqualTo(Outcome.LAST_ADMIN);
        changes.linkExpected("ada", "https://id", "https://id 1", Role.VIEWER);
        assertThat(users.find("ada").orElseThrow().role()).isEqualTo(Role.ADMIN);
        assertThat(users.find("ada").orElseThrow().external()).isFalse();

        changes.linkExpected("ada", "https://id", "https://id 2", Role.ADMIN);
        assertThat(users.findBySubject("https://id 2").orElseThrow().name()).isEqualTo("ada");
        assertThat(changes.rename("ada", "ada", "countess")).isEqualTo(Outcome.DONE);
    }

    @Test
    void takeNoNameAndNoAccountOfAnother() {
        on("sqlite");
        assertThat(changes.rename("root", "ada", "root")).isEqualTo(Outcome.TAKEN);
        assertThat(changes.rename("root", "nobody", "x")).isEqualTo(Outcome.GONE);
        refused.note("https://id", "https://id 1", "ada", Role.ADMIN);
        String id = refused.all().get(0).id();
        users.createExternal("grace", "https://id 2", Role.ADMIN);
        assertThat(changes.link("root", "none", "ada")).isEqualTo(Outcome.GONE);
        assertThat(changes.link("root", id, "nobody")).isEqualTo(Outcome.GONE);
        database.sql("UPDATE user_account SET subject = 'https://id 1' WHERE name = 'grace'")
                .update();
        assertThat(changes.link("root", id, "ada")).isEqualTo(Outcome.TAKEN);
        assertThat(users.find("ada").orElseThrow().external()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void findNobodyByATextThatNoDatabaseTakes(String kind) {
        on(kind);
        for (String name : List.of("a\0", "\0", "\ud800", "x".repeat(100_000))) {
            assertThat(users.find(name)).isEmpty();
            assertThat(users.changeRole("root", name, Role.VIEWER)).isFalse();
            assertThat(users.enable("root", name, false)).isFalse();
            assertThat(users.setPassword("root", name, "hash", true)).isFalse();
            assertThat(changes.rename("root", name, "x")).isEqualTo(Outcome.GONE);
            assertThat(changes.delete("root", name, true)).isEqualTo(Outcome.GONE);
            assertThat(changes.expect("root", name, true)).isEqualTo(Outcome.GONE);
            assertThat(changes.link("root", name, "ada")).isEqualTo(Outcome.GONE);
            tokens.revoke("root", name);
            assertThat(tokens.find(ApiTokens.PREFIX + name)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void countTheAgeOfOneTimePasswordsOfBeforeFromTheUpgrade(String kind) {
        DriverManagerDataSource source = new DriverManagerDataSource(
                kind.equals("sqlite") ? "jdbc:sqlite:" + folder.resolve("old.db") : TestPostgres.newDatabase());
        migrate(source, kind, "V8__security");
        database = JdbcClient.create(source);
        database.sql(
                        """
                        INSERT INTO user_account (name, password_hash, role, enabled, must_change_password, created_at)
                        VALUES ('waits', 'hash', 'viewer', 1, 1, 1), ('has', 'hash', 'viewer', 1, 0, 1)""")
                .update();
        database.sql(
                        "INSERT INTO api_token (id, name, hash, scopes, created_by, created_at) VALUES ('t', 't', 'h', 'read', 'has', 1)")
                .update();
        migrate(source, kind, "V26__people");
        users = new Users(database, null, null, null);
        assertThat(users.find("waits").orElseThrow().oneTimeSince())
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(users.find("has").orElseThrow().oneTimeSince()).isNull();
        assertThat(new ApiTokens(database, null, null).madeBy("has")).hasSize(1);
    }

    private static void migrate(DriverManagerDataSource database, String kind, String script) {
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/" + kind + "/" + script + ".sql"))
                .execute(database);
    }

    @Test
    void linkNobodyWhoseLoginIsNotExpectedOrNoMore() {
        on("sqlite");
        changes.linkExpected("ada", "https://id", "https://id 1", Role.ADMIN);
        changes.expect("root", "ada", true);
        database.sql("UPDATE user_account SET link_until = ?")
                .param(System.currentTimeMillis() - 1)
                .update();
        changes.linkExpected("ada", "https://id", "https://id 1", Role.ADMIN);
        changes.expect("root", "ada", true);
        changes.expect("root", "ada", false);
        changes.linkExpected("ada", "https://id", "https://id 1", Role.ADMIN);
        // A login by the name that the user had is not theirs any more.
        changes.expect("root", "ada", true);
        changes.rename("root", "ada", "grace");
        changes.linkExpected("grace", "https://id", "https://id 1", Role.ADMIN);
        assertThat(users.findBySubject("https://id 1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void handNothingOfADeletedUserToALaterOneOfThatName(String kind) {
        on(kind);
        String kept =
                tokens.create("ada", "reports", Set.of(Scope.OPERATE), null).orElseThrow();
        assertThat(changes.delete("root", "ada", false)).isEqualTo(Outcome.DONE);
        users.create("root", "ada", "hash of the other", Role.VIEWER);
        assertThat(tokens.madeBy("ada")).isEmpty();
        // Neither the role of the new one nor that they are disabled is the token's matter, nor is it theirs to end or
        // to rename.
        assertThat(tokens.find(kept).orElseThrow().scopesNow()).containsExactly(Scope.OPERATE);
        users.enable("root", "ada", false);
        changes.rename("root", "ada", "grace");
        changes.delete("root", "grace", true);
        ApiToken token = tokens.find(kept).orElseThrow();
        assertThat(token.makerGone()).isTrue();
        assertThat(token.createdBy()).isEqualTo("ada");
    }

    @Test
    void endATokenOnThisNodeAtOnceAndGiveItBack() {
        on("sqlite");
        String token = tokens.create("ada", "reports", Set.of(Scope.READ, Scope.OPERATE), null)
                .orElseThrow();
        assertThat(tokens.find(token).orElseThrow().scopesNow()).containsExactly(Scope.READ, Scope.OPERATE);
        users.changeRole("root", "ada", Role.VIEWER);
        assertThat(tokens.find(token).orElseThrow().scopesNow()).containsExactly(Scope.READ);
        assertThat(tokens.find(token).orElseThrow().scopesHeld()).containsExactly(Scope.OPERATE);
        users.enable("root", "ada", false);
        assertThat(tokens.find(token)).isEmpty();
        users.enable("root", "ada", true);
        changes.rename("root", "ada", "grace");
        assertThat(tokens.find(token).orElseThrow().createdBy()).isEqualTo("grace");
        changes.delete("root", "grace", true);
        assertThat(tokens.find(token)).isEmpty();
    }

    @Test
    void letNobodyMakeATokenWhoIsDisabledOrNoUser() {
        on("sqlite");
        users.enable("root", "ada", false);
        assertThat(tokens.create("ada", "reports", Set.of(Scope.READ), null)).isEmpty();
        assertThat(tokens.create("nobody", "reports", Set.of(Scope.READ), null)).isEmpty();
        assertThat(tokens.all()).isEmpty();
    }

    @Test
    void letATokenOfNoUserGoOnWithItsOwnScopes() {
        on("sqlite");
        String token = ApiTokens.PREFIX + Secrets.random();
        database.sql(
                        "INSERT INTO api_token (id, name, hash, scopes, created_by, created_at) VALUES ('t', 't', ?, 'read operate', 'nobody', 1)")
                .param(Secrets.digest(token))
                .update();
        assertThat(tokens.find(token).orElseThrow().scopesNow()).containsExactly(Scope.READ, Scope.OPERATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void rememberTheNewestOfAnyNumberOfRefusedLogins(String kind) {
        on(kind);
        database.sql(
                        """
                        INSERT INTO refused_login (id, issuer, subject, name, role, at)
                        WITH RECURSIVE x (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n < ?)
                        SELECT 'id' || n, 'https://id', 'https://id ' || n, 'ada', 'viewer', ? + n FROM x""")
                .params(RefusedLogins.MOST + 5, System.currentTimeMillis() - 60_000)
                .update();
        refused.note("https://id", "https://id new", "ada", Role.OPERATOR);
        assertThat(database.sql("SELECT count(*) FROM refused_login")
                        .query(Long.class)
                        .single())
                .isEqualTo(RefusedLogins.MOST);
        assertThat(refused.all()).hasSize(RefusedLogins.MOST).noneMatch(login -> login.account()
                .equals("6"));
        assertThat(refused.all().get(0).account()).isEqualTo("new");
        assertThat(refused.all().get(RefusedLogins.MOST - 1).account()).isEqualTo("7");
        database.sql("UPDATE refused_login SET at = at - ?")
                .param(Duration.ofDays(30).toMillis())
                .update();
        assertThat(refused.all()).isEmpty();
        assertThat(refused.find(RefusedLogins.id("https://id new"))).isEmpty();
    }
}
