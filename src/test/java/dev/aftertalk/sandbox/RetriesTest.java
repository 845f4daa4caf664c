package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private final Retries.Try first =
            new Retries.Try(new SampleEvent("id", "v2.conversation.closed", new byte[0]), UUID.randomUUID(), 1);

    @Test
    void triesTwiceMoreWithTheSameEventAndCorrelation() {
        Retries retries = new Retries(Duration.ofMillis(1));

        assertThat(retries.again(first)).isTrue();
        Retries.Try second = next(retries);
        assertThat(retries.again(second)).isTrue();
        Retries.Try third = next(retries);

        assertThat(second).isEqualTo(new Retries.Try(first.event(), first.correlationId(), 2));
        assertThat(third).isEqualTo(new Retries.Try(first.event(), first.correlationId(), 3));
        assertThat(retries.again(third)).isFalse();
        assertThat(retries.waiting()).isZero();
    }

    @Test
    void waitsTwiceAsLongBeforeTheThirdTry() {
        Retries retries = new Retries(Duration.ofMillis(200));
        long start = System.nanoTime();
        retries.again(first);
        Retries.Try second = next(retries);
        long wait = System.nanoTime() - start;
        long again = System.nanoTime();
        retries.again(second);
        next(retries);
        long longer = System.nanoTime() - again;

        assertThat(Duration.ofNanos(wait)).isGreaterThan(Duration.ofMillis(150));
        assertThat(Duration.ofNanos(longer)).isGreaterThan(Duration.ofMillis(390));
    }

    @Test
    void handsOutNothingBeforeItIsDue() {
        Retries retries = new Retries();
        retries.again(first);

        assertThat(retries.poll()).isNull();
        assertThat(retries.waiting()).isEqualTo(1);
    }

    private static Retries.Try next(Retries retries) {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(retries::poll, next -> next != null);
    }
}
