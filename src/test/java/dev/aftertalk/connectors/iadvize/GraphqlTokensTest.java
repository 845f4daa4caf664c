package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.testing.MovableClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GraphqlTokensTest {

    private final MovableClock clock = new MovableClock();
    private final AtomicInteger logins = new AtomicInteger();

    @Test
    void waitsForAnotherRunsLoginNoLongerThanAllowed() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        GraphqlTokens tokens = new GraphqlTokens(
                () -> {
                    started.countDown();
                    await(end);
                    return GraphqlToken.of("late", 60, clock.instant());
                },
                Duration.ofMillis(100),
                clock);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(tokens::current);
        await(started);

        assertThatThrownBy(tokens::current)
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("took longer");

        end.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("late");
        assertThat(tokens.current()).isEqualTo("late");
    }

    @Test
    void othersUseTheOldTokenWhileOneRunRenewsIt() throws Exception {
        CountDownLatch renewing = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        GraphqlTokens tokens = new GraphqlTokens(
                () -> {
                    if (logins.incrementAndGet() == 2) {
                        renewing.countDown();
                        await(end);
                    }
                    return GraphqlToken.of("token-" + logins, 86_400, clock.instant());
                },
                Duration.ofSeconds(1),
                clock);
        assertThat(tokens.current()).isEqualTo("token-1");
        clock.pass(Duration.ofSeconds(86_200));
        CompletableFuture<String> renewal = CompletableFuture.supplyAsync(tokens::current);
        await(renewing);

        assertThat(tokens.current()).isEqualTo("token-1");

        end.countDown();
        assertThat(renewal.get(30, TimeUnit.SECONDS)).isEqualTo("token-2");
        assertThat(tokens.current()).isEqualTo("token-2");
    }

    @Test
    void aLateRefusalOfAReplacedTokenChangesNothing() {
        GraphqlTokens tokens = numbered();
        String first = tokens.current();
        tokens.refused(first);
        String second = tokens.current();

        tokens.refused(first);

        assertThat(tokens.current()).isEqualTo(second).isEqualTo("token-2");
        assertThat(logins).hasValue(2);
    }

    @Test
    void logsInAtMostTwiceAMinuteWhileEveryTokenIsRefused() {
        GraphqlTokens tokens = numbered();
        for (int second = 0; second < 300; second++) {
            try {
                tokens.refused(tokens.current());
            } catch (RefusesUsException held) {
                assertThat(held).hasMessageContaining("iadvize.graphql.username");
            }
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(logins.get()).isBetween(5, 11);
    }

    @Test
    void logsInAtMostTwiceAMinuteWhileThePasswordIsWrong() {
        GraphqlTokens tokens = new GraphqlTokens(
                () -> {
                    logins.incrementAndGet();
                    throw new RefusesUsException("wrong password");
                },
                Duration.ofSeconds(1),
                clock);
        for (int second = 0; second < 300; second++) {
            assertThatThrownBy(tokens::current)
                    .isInstanceOf(RefusesUsException.class)
                    .hasMessage("wrong password");
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(logins).hasValue(10);
    }

    @Test
    void aLoginThatBreaksInAnUnexpectedWayBlocksNobody() {
        GraphqlTokens tokens = new GraphqlTokens(
                () -> {
                    if (logins.incrementAndGet() == 1) {
                        throw new StackOverflowError("for the test");
                    }
                    return GraphqlToken.of("token", 60, clock.instant());
                },
                Duration.ofSeconds(1),
                clock);
        assertThatThrownBy(tokens::current).isInstanceOf(StackOverflowError.class);
        clock.pass(Duration.ofSeconds(6));

        assertThat(tokens.current()).isEqualTo("token");
    }

    @Test
    void showsNoTokenWhenPrinted() {
        assertThat(GraphqlToken.of("secret", 60, clock.instant())).asString().doesNotContain("secret");
    }

    private GraphqlTokens numbered() {
        return new GraphqlTokens(
                () -> GraphqlToken.of("token-" + logins.incrementAndGet(), 86_400, clock.instant()),
                Duration.ofSeconds(1),
                clock);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
