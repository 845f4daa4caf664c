package dev.aftertalk.web;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.task.ThreadPoolTaskExecutorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How Camel's {@code platform-http} is served; a command serves nothing. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
public class PlatformHttpConfiguration {

    private static final int USUAL_PORT = 8080;

    /** Instead of the one that Camel's starter makes, by the name that Camel looks for. */
    @Bean("platform-http-engine")
    PlatformHttpEngine webhookEngine(
            ServerProperties server,
            @Qualifier(TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME) Executor others,
            WebhookRoute route) {
        int port = server.getPort() == null ? USUAL_PORT : server.getPort();
        return new WebhookEngine(port, others, route);
    }

    /**
     * The threads of routes from other paths, and of the webhooks that the web server has no thread to spare for
     * ({@code spring.task.execution.pool.*}). When all are busy the web server's own thread does the
     * work, so that a burst waits its turn and is not refused.
     */
    @Bean
    ThreadPoolTaskExecutorCustomizer callerRunsWhenBusy() {
        return executor -> executor.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
    }
}
