package dev.aftertalk.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.AftertalkApplication;
import dev.aftertalk.settings.MissingSettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class StartTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--iadvize.webhook.secrets=",
                "--iadvize.webhook.secrets= , ,",
                "--iadvize.webhook.secrets= ; ;",
                "--server.port=0"
            })
    void refusesToStartWithoutASecretAndSaysWhatToDo(String argument, CapturedOutput output) {
        assertThatThrownBy(() -> SpringApplication.run(AftertalkApplication.class, argument))
                .isInstanceOf(MissingSettingsException.class);
        assertThat(output)
                .contains("Aftertalk can't start: these settings are missing")
                .contains("iadvize.webhook.secrets: the secret token")
                .contains("iAdvize developer platform")
                .contains("\"App information\"")
                .contains("application.properties (iadvize.webhook.secrets=...)")
                .contains("IADVIZE_WEBHOOK_SECRETS")
                .contains("--iadvize.webhook.secrets=...")
                .contains("./mvnw spring-boot:run")
                .doesNotContain("\tat ")
                .doesNotContain("Tomcat");
    }

    @Test
    void refusesAProfileThatNothingKnowsAndSaysWhatToDo(CapturedOutput output) {
        assertThatThrownBy(() -> SpringApplication.run(
                        AftertalkApplication.class, "--iadvize.webhook.secrets=x", "--spring.profiles.active=shop"))
                .hasMessageContaining("spring.profiles.active");
        assertThat(output)
                .contains("names the profile \"shop\", which nothing here knows")
                .contains("application-shop.properties")
                .contains("lib/")
                .doesNotContain("\tat ")
                .doesNotContain("Tomcat");
    }

    @Test
    void startsWithASecretFromAnySource() {
        check(AftertalkApplication.class, WebApplicationType.SERVLET, "x");
    }

    @Test
    void asksNothingOfACommandOrOfAnotherApplication() {
        check(AftertalkApplication.class, WebApplicationType.NONE, "");
        check(FrontDoor.class, WebApplicationType.SERVLET, "");
    }

    @Test
    void warnsOfASecretThatCanBeFoundByTryingAndNeverShowsIt(CapturedOutput output) {
        new ShortSecretWarning(new SignatureSettings(java.util.List.of("0123456789abcdef"))).warn();
        assertThat(output).doesNotContain("WARN");

        new ShortSecretWarning(new SignatureSettings(java.util.List.of("0123456789abcdef", "0123456789abcde"))).warn();
        assertThat(output)
                .contains("WARN", "1 of the secrets in iadvize.webhook.secrets")
                .doesNotContain("0123456789");
    }

    private static void check(Class<?> source, WebApplicationType type, String secrets) {
        SpringApplication application = new SpringApplication(source);
        application.setWebApplicationType(type);
        GenericApplicationContext context = new GenericApplicationContext();
        context.setEnvironment(new MockEnvironment().withProperty("iadvize.webhook.secrets", secrets));
        new RequiredSettings()
                .onApplicationEvent(new ApplicationContextInitializedEvent(application, new String[0], context));
    }
}
