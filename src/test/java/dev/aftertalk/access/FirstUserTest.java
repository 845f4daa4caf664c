package dev.aftertalk.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.aftertalk.commands.ResetPasswordCommand;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

/** The first user, and admins, on nodes that do the same thing at the same moment. */
class FirstUserTest {

    private static final int NODES = 6;

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(FirstUser.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        LOG.setLevel(Level.INFO);
        log.start();
        LOG.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        LOG.detachAppender(log);
    }

    private String logged() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .collect(Collectors.joining("\n"));
    }

    @TempDir
    Path folder;

    private static DriverManagerDataSource postgres() {
        return new DriverManagerDataSource(Schema.postgres());
    }

    private static Users node(DriverManagerDataSource database) {
        LedgerWrites writes = new LedgerWrites() {
            private final TransactionTemplate transaction =
                    new TransactionTemplate(new JdbcTransactionManager(database));

            @Override
            public <T> T write(Function<JdbcClient, T> work) {
                return transaction.execute(status -> work.apply(JdbcClient.create(database)));
            }
        };
        JdbcClient reads = JdbcClient.create(database);
        Audit audit = new Audit(reads, writes);
        return new Users(reads, writes, audit, new ApiTokens(reads, writes, audit));
    }

    private static List<Boolean> atOnce(DriverManagerDataSource database, BiFunction<Users, Integer, Boolean> work)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int n = 0; n < NODES; n++) {
            int number = n;
            Users node = node(database);
            answers.add(threads.submit(() -> {
                start.await();
                return work.apply(node, number);
            }));
        }
        start.countDown();
        List<Boolean> outcomes = new ArrayList<>();
        for (Future<Boolean> answer : answers) {
            outcomes.add(answer.get());
        }
        threads.shutdown();
        return outcomes;
    }

    @Test
    void isMadeByOneOfTheNodesThatStartTogether() throws Exception {
        DriverManagerDataSource database = postgres();
        List<Boolean> won = atOnce(database, (node, number) -> node.createFirst("admin", "hash " + number, true));
        assertThat(won.stream().filter(each -> each)).hasSize(1);
        User admin = node(database).find("admin").orElseThrow();
        assertThat(admin.passwordHash()).isEqualTo("hash " + won.indexOf(true));
        assertThat(admin.role()).isEqualTo(Role.ADMIN);
        assertThat(admin.mustChangePassword()).isTrue();
    }

    @Test
    void isNotMadeAgainUnderAnyName() throws Exception {
        DriverManagerDataSource database = postgres();
        Users users = node(database);
        assertThat(users.create("test", "boss", "hash", Role.ADMIN)).isTrue();
        assertThat(users.createFirst("admin", "hash", true)).isFalse();
        assertThat(users.all()).hasSize(1);
    }

    @Test
    void saysAgainThatItIsTheOneWhenItsTransactionRunsTwice() {
        Users users = node(postgres());
        assertThat(users.createFirst("admin", "hash", true)).isTrue();
        assertThat(users.createFirst("admin", "hash", true)).isTrue();
        assertThat(users.createFirst("admin", "other", true)).isFalse();
    }

    @Test
    void keepsOneAdminWhenAllDemoteEachOther() throws Exception {
        DriverManagerDataSource database = postgres();
        Users users = node(database);
        for (int n = 0; n < NODES; n++) {
            users.create("test", "admin" + n, "hash", Role.ADMIN);
        }
        List<Boolean> done = atOnce(database, (node, number) -> node.changeRole("test", "admin" + number, Role.VIEWER));
        assertThat(done.stream().filter(each -> each)).hasSize(NODES - 1);
        assertThat(users.all().stream().filter(user -> user.role() == Role.ADMIN))
                .hasSize(1);
    }

    @Test
    void isShownOnceInTheLogWithAPasswordThatOpens() {
        DriverManagerDataSource database = new DriverManagerDataSource(Schema.sqlite(folder.resolve("aftertalk.db")));
        Users users = node(database);
        PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
        ready(users, encoder, "");
        await().atMost(Duration.ofSeconds(20)).until(() -> logged().contains("reset-password admin   |"));
        Matcher box = Pattern.compile("Password +(\\S+)").matcher(logged());
        assertThat(box.find()).isTrue();
        assertThat(encoder.matches(
                        box.group(1), users.find("admin").orElseThrow().passwordHash()))
                .isTrue();
        assertThat(logged())
                .contains("/login")
                .contains("reset-password admin")
                .containsPattern("Good until +2\\d{3}-");
        assertThat(users.find("admin").orElseThrow().oneTimeSince())
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        ready(users, encoder, "").awaitPrepared();
        assertThat(logged().split("There was no user yet")).hasSize(2);
    }

    @Test
    void hasTheFirstPasswordOfTheSettingsWhichTheLogDoesNotShow() {
        DriverManagerDataSource database = new DriverManagerDataSource(Schema.sqlite(folder.resolve("aftertalk.db")));
        Users users = node(database);
        PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
        ready(users, encoder, "from the settings").awaitPrepared();
        User admin = users.find("admin").orElseThrow();
        assertThat(encoder.matches("from the settings", admin.passwordHash())).isTrue();
        assertThat(admin.mustChangePassword()).isTrue();
        assertThat(logged()).doesNotContain("from the settings").doesNotContain("There was no user yet");
    }

    /** A server that has just become ready. */
    private static Server ready(Users users, PasswordEncoder encoder, String password) {
        StaticApplicationContext context = new StaticApplicationContext();
        context.registerBean(PasswordEncoder.class, () -> encoder);
        CountDownLatch prepared = new CountDownLatch(1);
        context.registerBean(SecurityConfiguration.CHAIN, Object.class, () -> {
            prepared.countDown();
            return "built";
        });
        SecuritySettings.Oidc none = new SecuritySettings.Oidc(
                null, "", "", "", "groups", List.of(), Duration.ZERO, new SecuritySettings.Roles("", "", ""));
        new FirstUser(
                        users,
                        new SecuritySettings(true, Duration.ZERO, Duration.ofDays(7), password, true, none),
                        context)
                .onReadiness(new AvailabilityChangeEvent<>(context, ReadinessState.ACCEPTING_TRAFFIC));
        return new Server(prepared);
    }

    private record Server(CountDownLatch prepared) {

        void awaitPrepared() {
            await().atMost(Duration.ofSeconds(20)).until(() -> prepared.getCount() == 0);
        }
    }

    @Test
    void getsANewPasswordByTheCommandWhichNamesTheUsersThereAre() {
        String url = Schema.sqlite(folder.resolve("aftertalk.db"));
        DriverManagerDataSource database = new DriverManagerDataSource(url);
        Users users = node(database);
        users.createFirst("admin", "hash", false);
        String setting = "--spring.datasource.url=" + url;
        assertThat(ResetPasswordCommand.run("nobody", setting)).isEqualTo(1);
        assertThat(ResetPasswordCommand.run(setting)).isEqualTo(2);
        assertThat(users.find("admin").orElseThrow().passwordHash()).isEqualTo("hash");
        assertThat(ResetPasswordCommand.run("Admin", setting)).isZero();
        User admin = users.find("admin").orElseThrow();
        assertThat(admin.passwordHash()).startsWith("{bcrypt}");
        assertThat(admin.mustChangePassword()).isTrue();
        assertThat(admin.oneTimeSince()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void letsTheCommandHelpOneWhoseAccountAtTheIdentityProviderIsGone() {
        String url = Schema.sqlite(folder.resolve("aftertalk.db"));
        Users users = node(new DriverManagerDataSource(url));
        users.createExternal("ada", "https://id 1", Role.ADMIN);
        assertThat(ResetPasswordCommand.run("ada", "--spring.datasource.url=" + url))
                .isZero();
        User ada = users.find("ada").orElseThrow();
        assertThat(ada.external()).isFalse();
        assertThat(ada.role()).isEqualTo(Role.ADMIN);
        assertThat(ada.passwordHash()).startsWith("{bcrypt}");
    }

    @Test
    void letsTheCommandWorkOnADatabaseThatAServerOfBeforeLeft() {
        String url = Schema.sqlite(folder.resolve("aftertalk.db"));
        DriverManagerDataSource database = new DriverManagerDataSource(url);
        node(database).createFirst("admin", "hash", false);
        JdbcClient.create(database)
                .sql("ALTER TABLE user_account DROP COLUMN one_time_since")
                .update();
        assertThat(ResetPasswordCommand.run("admin", "--spring.datasource.url=" + url))
                .isZero();
        assertThat(JdbcClient.create(database)
                        .sql("SELECT password_hash FROM user_account")
                        .query(String.class)
                        .single())
                .startsWith("{bcrypt}");
    }
}
