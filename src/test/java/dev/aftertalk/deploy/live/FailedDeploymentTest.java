package dev.aftertalk.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.AftertalkApplication;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.testing.SignedWebhook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Deployments that fail for a while, whatever the reason. */
@ExtendWith(OutputCaptureExtension.class)
class FailedDeploymentTest {

    private static final String PROBE = "workflows/probe.camel.yaml";
    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static volatile Supplier<RuntimeException> failure;

    @TempDir
    private Path folder;

    /** Has the check fail as often as asked for. */
    @Configuration
    static class Failing {

        @Bean
        static BeanPostProcessor failingCheck() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof RouteCheck check ? failing(check) : bean;
                }
            };
        }

        private static RouteCheck failing(RouteCheck check) {
            return files -> {
                if (FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw failure.get();
                }
                return check.check(files);
            };
        }
    }

    @Test
    void isTriedAgainUntilItSucceedsAndSaysOnceWhatIsWrong(CapturedOutput output) throws Exception {
        CopiedRoutes routes = new CopiedRoutes(folder);
        List<String> settings = new ArrayList<>(routes.settings());
        settings.addAll(List.of(
                "--server.port=0",
                "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                "--aftertalk.data-dir=" + folder.resolve("data")));
        SpringApplication application = new SpringApplication(AftertalkApplication.class, Failing.class);
        try (ConfigurableApplicationContext server = application.run(settings.toArray(String[]::new))) {
            Deployer deployer = server.getBean(Deployer.class);
            fails(3, () -> new IllegalStateException("for a while"));
            routes.save(PROBE, CopiedRoutes.workflow("probe", "w2"));
            await().until(() -> routes.areAll(deployer.state().runs()));

            fails(2, () -> {
                throw new StackOverflowError("for a while");
            });
            routes.save(PROBE, CopiedRoutes.workflow("probe", "w3"));
            await().until(() -> routes.areAll(deployer.state().runs()));
        }
        assertThat(output.getOut().lines().filter(line -> line.contains("can't be deployed now, and is tried again")))
                .hasSize(2);
        assertThat(output.getOut().lines().filter(line -> line.endsWith("Exception: for a while")))
                .hasSize(1);
    }

    private static void fails(int times, Supplier<RuntimeException> why) {
        failure = why;
        FAILURES.set(times);
    }
}
