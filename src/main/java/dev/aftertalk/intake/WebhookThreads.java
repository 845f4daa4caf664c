package dev.aftertalk.intake;

import java.util.concurrent.ThreadPoolExecutor;
import org.springframework.boot.task.ThreadPoolTaskExecutorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The threads on which Camel answers webhooks ({@code spring.task.execution.pool.*}). */
@Configuration(proxyBeanMethods = false)
class WebhookThreads {

    /** When all are busy the web server's own thread does the work, so that a burst waits its turn and is not refused. */
    @Bean
    ThreadPoolTaskExecutorCustomizer callerRunsWhenBusy() {
        return executor -> executor.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
    }
}
