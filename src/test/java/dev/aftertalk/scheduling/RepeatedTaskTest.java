package dev.aftertalk.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.GenericApplicationContext;

class RepeatedTaskTest {

    private final RepeatedTask task = new RepeatedTask("a-task", Duration.ofHours(1), Duration.ofHours(1)) {
        @Override
        protected void run() {}
    };

    @Test
    void runsFromTheStartToTheEnd() {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.registerBean(RepeatedTask.class, () -> task);
            context.refresh();
            assertThat(task.isRunning()).isTrue();
        }
        assertThat(task.isRunning()).isFalse();
    }

    @Test
    void endsWithAStartThatFailsAfterIt() {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.registerBean(RepeatedTask.class, () -> task);
            context.addApplicationListener((ApplicationListener<ContextRefreshedEvent>) started -> {
                assertThat(task.isRunning()).isTrue();
                throw new IllegalStateException("a route can't be made");
            });

            assertThatThrownBy(context::refresh).hasMessage("a route can't be made");
            assertThat(task.isRunning()).isFalse();
        }
    }
}
