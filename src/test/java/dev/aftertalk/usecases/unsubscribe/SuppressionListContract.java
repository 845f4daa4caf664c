package dev.aftertalk.usecases.unsubscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.LedgerStatements;
import dev.aftertalk.testing.JdbcStatements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the list keeps and forgets, on either database. */
abstract class SuppressionListContract {

    private static final Subscriber OFFERS = Subscriber.of("offers", "camille@example.com");
    private static final Subscriber SURVEYS = Subscriber.of("surveys", "camille@example.com");

    private HikariDataSource pool;
    private Ledger ledger;
    private JdbcClient sql;
    private SuppressionList unsubscribed;

    abstract String url();

    abstract String vendor();

    @BeforeEach
    void open() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setMaximumPoolSize(4);
        pool = new HikariDataSource(config);
        sql = JdbcClient.create(pool);
        ledger = new Ledger(
                pool,
                "test",
                new LedgerSettings(Duration.ofSeconds(5), 1000, Duration.ofMillis(250), Duration.ofSeconds(30)));
        unsubscribed = new SuppressionList(sql, ledger);
    }

    @AfterEach
    void close() {
        ledger.close();
        pool.close();
    }

    @Test
    void keepsWhoLeftAListAndNobodyElse() {
        assertThat(unsubscribed.standing(OFFERS)).isEqualTo(SubscriptionStatus.SUBSCRIBED);
        unsubscribed.add(OFFERS, UnsubscribeSource.ONE_CLICK);
        assertThat(unsubscribed.standing(OFFERS)).isEqualTo(SubscriptionStatus.UNSUBSCRIBED);
        assertThat(unsubscribed.standing(SURVEYS)).isEqualTo(SubscriptionStatus.SUBSCRIBED);
        assertThat(unsubscribed.standing(Subscriber.of("offers", "dominique@example.com")))
                .isEqualTo(SubscriptionStatus.SUBSCRIBED);
    }

    @Test
    void permitsAMailOnlyToWhoHasNotUnsubscribedFromItsList() {
        Subscriptions subscriptions = new Subscriptions(unsubscribed, null);
        assertThat(asked(subscriptions.permit("offers", "camille@example.com", null)))
                .isNull();
        unsubscribed.add(OFFERS, UnsubscribeSource.PAGE);
        assertThat(asked(subscriptions.permit("offers", "camille@example.com", null)))
                .isEqualTo("no e-mail: the recipient has unsubscribed from offers");
        assertThat(asked(subscriptions.permit("surveys", "camille@example.com", null)))
                .isNull();
        assertThat(asked(subscriptions.permit("", "camille@example.com", null))).isNull();
        unsubscribed.addToAll(OFFERS, UnsubscribeSource.PAGE);
        for (String list : List.of("offers", "surveys", "")) {
            assertThat(asked(subscriptions.permit(list, "camille@example.com", null)))
                    .isEqualTo("no e-mail: the recipient has unsubscribed from all mails");
        }
    }

    @Test
    void asksTheNextPermitOnlyForWhoHasNotUnsubscribed() {
        List<String> asked = new ArrayList<>();
        IntentPermit next = new IntentPermit() {
            @Override
            public boolean grant(LedgerStatements ledger) {
                asked.add("asked");
                return false;
            }

            @Override
            public String refused() {
                return "too many";
            }
        };
        Subscriptions subscriptions = new Subscriptions(unsubscribed, null);
        assertThat(asked(subscriptions.permit("", "camille@example.com", next))).isEqualTo("too many");
        unsubscribed.addToAll(OFFERS, UnsubscribeSource.PAGE);
        assertThat(asked(subscriptions.permit("", "camille@example.com", next))).startsWith("no e-mail");
        assertThat(asked).containsExactly("asked");
    }

    /** Why it is refused; null when it is granted. */
    private String asked(IntentPermit permit) {
        boolean granted = ledger.write(database -> permit.grant(new JdbcStatements(database)));
        return granted ? null : permit.refused();
    }

    @Test
    void knowsAnAddressInEverySpellingOfItsMailbox() {
        unsubscribed.add(Subscriber.of("offers", "Zoé.X@Exemple.FR".replace("é", "e")), UnsubscribeSource.PAGE);
        unsubscribed.add(Subscriber.of("offers", "zoe@exämple.fr"), UnsubscribeSource.PAGE);
        assertThat(unsubscribed.standing(Subscriber.of("offers", " zoe.x@exemple.fr")))
                .isEqualTo(SubscriptionStatus.UNSUBSCRIBED);
        assertThat(unsubscribed.standing(Subscriber.of("offers", "ZOE@xn--exmple-cua.fr")))
                .isEqualTo(SubscriptionStatus.UNSUBSCRIBED);
    }

    @Test
    void keepsTheFirstTimeAndOriginHoweverOftenItIsAskedFor() {
        long before = System.currentTimeMillis();
        unsubscribed.add(OFFERS, UnsubscribeSource.ONE_CLICK);
        unsubscribed.add(OFFERS, UnsubscribeSource.PAGE);
        String row = sql.sql("SELECT origin || ' ' || (at >= ? AND at <= ?) FROM unsubscribed")
                .params(before, System.currentTimeMillis())
                .query(String.class)
                .single();
        assertThat(row).matches("one-click (1|true)");
    }

    @Test
    void coversEveryListOnceSomebodyLeftAll() {
        unsubscribed.addToAll(OFFERS, UnsubscribeSource.PAGE);
        assertThat(unsubscribed.standing(OFFERS)).isEqualTo(SubscriptionStatus.UNSUBSCRIBED_FROM_ALL);
        assertThat(unsubscribed.standing(Subscriber.of("a-list-to-come", "camille@example.com")))
                .isEqualTo(SubscriptionStatus.UNSUBSCRIBED_FROM_ALL);
        unsubscribed.add(SURVEYS, UnsubscribeSource.PAGE);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void takesSomebodyBackAndKeepsWhatTheyLeftByItself() {
        unsubscribed.add(SURVEYS, UnsubscribeSource.PAGE);
        unsubscribed.add(OFFERS, UnsubscribeSource.PAGE);
        unsubscribed.addToAll(OFFERS, UnsubscribeSource.PAGE);
        unsubscribed.remove(OFFERS);
        unsubscribed.remove(OFFERS);
        assertThat(unsubscribed.standing(OFFERS)).isEqualTo(SubscriptionStatus.SUBSCRIBED);
        assertThat(unsubscribed.standing(SURVEYS)).isEqualTo(SubscriptionStatus.UNSUBSCRIBED);
    }

    @Test
    void storesNoAddress() {
        unsubscribed.add(OFFERS, UnsubscribeSource.OPERATOR);
        assertThat(sql.sql("SELECT address FROM unsubscribed")
                        .query(String.class)
                        .single())
                .doesNotContain("camille", "example", "@")
                .hasSize(43);
    }

    @Test
    void failsWhenTheDatabaseDoesNotTakeIt() {
        sql.sql("ALTER TABLE unsubscribed RENAME TO elsewhere").update();
        assertThatThrownBy(() -> unsubscribed.add(OFFERS, UnsubscribeSource.PAGE))
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> unsubscribed.standing(OFFERS)).isInstanceOf(DataAccessException.class);
    }

    @Test
    void findsItsRowByTheKey() {
        String explain = vendor().equals("sqlite") ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
        if (vendor().equals("postgresql")) {
            // A small table is read whole on purpose.
            sql.sql(
                            "INSERT INTO unsubscribed SELECT md5(n::text), 'offers', n, 'page' FROM generate_series(1, 20000) n")
                    .update();
            sql.sql("ANALYZE unsubscribed").update();
        }
        assertThat(sql.sql(explain + SuppressionList.FIND)
                        .params(OFFERS.digest(), OFFERS.list())
                        .query((row, n) -> String.valueOf(row.getString(vendor().equals("sqlite") ? 4 : 1)))
                        .list()
                        .toString())
                .containsIgnoringCase("INDEX")
                .doesNotContain("SCAN unsubscribed", "Seq Scan");
    }

    private long rows() {
        return sql.sql("SELECT count(*) FROM unsubscribed").query(Long.class).single();
    }
}
