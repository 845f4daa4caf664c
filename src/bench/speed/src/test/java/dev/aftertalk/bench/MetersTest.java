package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetersTest {

    private final Meters meters = new Meters(
            """
            # HELP aftertalk_backlog_runs runs that are not over
            # TYPE aftertalk_backlog_runs gauge
            aftertalk_backlog_runs{state="queued",workflow="router"} 2.0
            aftertalk_backlog_runs{state="retrying",workflow="thank-you-email"} 1.5E3
            aftertalk_backlog_runs_max{state="queued",workflow="router"} 7.0
            aftertalk_nodes 1.0
            """);

    @Test
    void countsThoseWithAValue() {
        assertThat(meters.count()).isEqualTo(4);
    }

    @Test
    void addsUpThoseOfOneName() {
        assertThat(meters.sum("aftertalk_backlog_runs")).isEqualTo(1502);
        assertThat(meters.sum("aftertalk_nodes")).isEqualTo(1);
        assertThat(meters.sum("aftertalk_dead_runs")).isNaN();
    }
}
