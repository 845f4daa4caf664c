package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.BalancedStream;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.PostgresPair;
import dev.aftertalk.testing.SalesforcePeer;
import dev.aftertalk.testing.SmtpPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Two real servers on a primary and its synchronous standby, with everything their workflows call. */
final class Cluster implements AutoCloseable {

    private static final Pattern MESSAGE_ID = Pattern.compile("(?im)^Message-ID:\\s*(\\S+)");
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final List<AutoCloseable> parts = new ArrayList<>();
    private final IadvizePeer iadvize = add(new IadvizePeer());
    private final SmtpPeer smtp = add(new SmtpPeer());
    private final SalesforcePeer salesforce = add(new SalesforcePeer());
    private final PostgresPair database;
    private final List<AftertalkProcess> nodes = new ArrayList<>();

    Cluster(Path folder, Duration lease) throws IOException {
        database = add(new PostgresPair(folder));
        for (String name : List.of("first", "second")) {
            nodes.add(add(node(folder.resolve(name), lease)));
        }
        nodes.get(0).launch();
        nodes.get(1).launch();
        nodes.get(0).awaitReady();
        nodes.get(1).awaitReady();
    }

    private AftertalkProcess node(Path data, Duration lease) throws IOException {
        return AftertalkProcess.with(
                data,
                Stream.concat(
                                Stream.of(AftertalkProcess.settings(iadvize, smtp)),
                                Stream.of(
                                        "--spring.datasource.url=" + database.url(),
                                        "--aftertalk.ledger.lease=" + lease.toMillis() + "ms",
                                        "--aftertalk.public-url=https://shop.test",
                                        "--workflows.promo-code=true",
                                        "--salesforce.login-url=" + salesforce.url(),
                                        "--salesforce.client-id=app",
                                        "--salesforce.client-secret=secret"))
                        .toArray(String[]::new));
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.add(0, part);
        return part;
    }

    PostgresPair database() {
        return database;
    }

    IadvizePeer iadvize() {
        return iadvize;
    }

    AftertalkProcess node(int number) {
        return nodes.get(number);
    }

    BalancedStream post(int perSecond) {
        return BalancedStream.start(
                perSecond, nodes.stream().map(AftertalkProcess::port).toList());
    }

    JdbcClient sql() {
        return JdbcClient.create(new DriverManagerDataSource(database.url() + "&connectTimeout=2"));
    }

    /** How many events are on the standby. */
    int stored() {
        return database.standby()
                .sql(PostgresPair.DATABASE)
                .sql("SELECT count(*) FROM event")
                .query(Integer.class)
                .single();
    }

    /** Ends the stream, waits until every event is acknowledged and has ended, and looks at what came of each. */
    void everyEventEndedOnce(BalancedStream events) {
        events.finish();
        await("every event acknowledged").atMost(LONGEST).until(() -> events.waiting() == 0);
        await("every run ended")
                .atMost(LONGEST)
                .ignoreExceptions()
                .until(() -> Balance.of(sql()).onTheWay() == 0);
        Balance balance = Balance.of(sql());
        assertThat(balance.unexplained()).isZero();
        assertThat(balance.count("dead")).isZero();
        assertThat(balance.accepted()).isEqualTo(events.sent());
        assertThat(number("SELECT count(*) FROM satisfaction_answer"))
                .isEqualTo(events.answered().size());
        assertThat(number("SELECT count(*) FROM promo_code WHERE allocated_at IS NOT NULL"))
                .isEqualTo(events.visitors().size());
        assertThat(salesforce.all("Lead"))
                .extracting(lead -> lead.get("Email"))
                .containsExactlyInAnyOrderElementsOf(events.visitors());
        assertThat(salesforce.all("Task")).hasSize(events.visitors().size());
        mails(events);
    }

    /** A mail that came twice is one whose node could not say whether it was sent: the ledger says so of each. */
    private void mails(BalancedStream events) {
        Set<String> different = new HashSet<>();
        Set<String> recipients = new HashSet<>();
        for (SmtpPeer.Mail mail : smtp.received()) {
            Matcher id = MESSAGE_ID.matcher(mail.content());
            assertThat(id.find()).isTrue();
            different.add(id.group(1));
            recipients.add(mail.recipient());
        }
        assertThat(recipients).isEqualTo(events.visitors());
        assertThat(different).hasSize(2 * events.visitors().size()); // the thanks, and the code
        assertThat((long) smtp.received().size() - different.size())
                .isLessThanOrEqualTo(number("SELECT count(*) FROM run WHERE cause LIKE 'Done again:%'"));
    }

    private long number(String sql) {
        return sql().sql(sql).query(Long.class).single();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
    }
}
