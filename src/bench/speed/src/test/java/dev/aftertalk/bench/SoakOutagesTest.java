package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.bench.Load.Acknowledged;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SoakOutagesTest {

    private final MailAccount account = new MailAccount(0);
    private final List<Boolean> down = new ArrayList<>();
    private final SoakOutages outages = new SoakOutages(
            down::add, account, Duration.ofSeconds(100), Duration.ofSeconds(10), Duration.ofSeconds(210));

    @Test
    void beginsAndEndsThemWhenTheyAreDue() throws IOException, InterruptedException {
        tick(99);
        assertThat(down).isEmpty();
        tick(100);
        tick(109);
        assertThat(down).containsExactly(true);
        tick(110);
        assertThat(down).containsExactly(true, false);
    }

    @Test
    void failsWhenItKeptNoMailFromBeingSent() throws IOException, InterruptedException {
        tick(100);
        tick(110);
        toldOfAll();
        tick(111);
        assertThat(outages.failures()).singleElement().asString().contains("Outage 1 kept no mail");
    }

    @Test
    void beginsNoneThatWouldNotBeOverAtTheEnd() throws IOException, InterruptedException {
        tick(100);
        tick(110);
        toldOfAll();
        tick(200);
        assertThat(down).containsExactly(true, false);
    }

    @Test
    void isFeltUntilThereIsAMailForAllThatWasDueBeforeItsEnd() throws IOException, InterruptedException {
        tick(100);
        account.acknowledged(List.of(new Acknowledged(7, System.nanoTime())), System.nanoTime());
        tick(110);
        toldOfAll();
        tick(111);
        assertThat(outages.isFelt()).isTrue();
        account.arrived(Map.of(7L, 1));
        tick(112);
        assertThat(outages.isFelt()).isFalse();
        assertThat(outages.all()).hasSize(1);
        assertThat(outages.all().get(0).mostAwaited()).isEqualTo(1);
        assertThat(outages.all().get(0).caughtUpSeconds()).isBetween(0.0, 60.0);
        assertThat(outages.failures()).isEmpty();
    }

    @Test
    void failsWhenTheBacklogIsThereAtTheNext() throws IOException, InterruptedException {
        SoakOutages longer = new SoakOutages(
                down::add, account, Duration.ofSeconds(100), Duration.ofSeconds(10), Duration.ofSeconds(1000));
        longer.tick(Duration.ofSeconds(100));
        account.acknowledged(List.of(new Acknowledged(7, System.nanoTime())), System.nanoTime());
        longer.tick(Duration.ofSeconds(110));
        longer.tick(Duration.ofSeconds(200));
        assertThat(longer.failures()).singleElement().asString().contains("outage 1", "1 mails were awaited");
        assertThat(longer.all().get(0).caughtUpSeconds()).isNaN();
        assertThat(down).containsExactly(true, false, true);
    }

    @Test
    void doesNothingWhereThereAreToBeNone() throws IOException, InterruptedException {
        SoakOutages none =
                new SoakOutages(down::add, account, Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(210));
        none.tick(Duration.ofSeconds(100));
        assertThat(down).isEmpty();
    }

    private void tick(long seconds) throws IOException, InterruptedException {
        outages.tick(Duration.ofSeconds(seconds));
    }

    private void toldOfAll() {
        account.acknowledged(List.of(), System.nanoTime());
    }
}
