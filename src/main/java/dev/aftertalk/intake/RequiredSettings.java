package dev.aftertalk.intake;

import dev.aftertalk.settings.KnownProfiles;
import dev.aftertalk.settings.MissingSettingsException;
import dev.aftertalk.settings.MissingSettingsException.MissingSetting;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Stops a server that lacks a setting it can't do without, or was asked for a profile that there is not, as soon as the settings are read:
 * before any bean, database or port.
 *
 * <p>Without a secret nobody's signature could be checked, and iAdvize requires that unsigned calls are refused.
 */
class RequiredSettings implements ApplicationListener<ApplicationContextInitializedEvent>, Ordered {

    private static final MissingSetting SECRETS = new MissingSetting(
            "iadvize.webhook.secrets",
            "the secret token that iAdvize signs its webhooks with",
            "on the iAdvize developer platform: your app, \"App information\"");

    /** What is only between the elements of a list. */
    private static final Pattern NOTHING = Pattern.compile("[\\s,;]*");

    @Override
    public void onApplicationEvent(ApplicationContextInitializedEvent event) {
        boolean server = event.getSpringApplication().getWebApplicationType() != WebApplicationType.NONE
                && event.getSpringApplication().getAllSources().stream().anyMatch(RequiredSettings::isServer);
        if (!server) {
            return;
        }
        ConfigurableEnvironment environment = event.getApplicationContext().getEnvironment();
        KnownProfiles.require(environment);
        if (secrets(Binder.get(environment)).secrets().stream().allMatch(NOTHING.asMatchPredicate())) {
            throw new MissingSettingsException(List.of(SECRETS));
        }
    }

    /** Not a command, which needs less. */
    private static boolean isServer(Object source) {
        return source instanceof Class<?> type && type.isAnnotationPresent(SpringBootApplication.class);
    }

    private static SignatureSettings secrets(Binder binder) {
        return new SignatureSettings(
                binder.bind(SECRETS.name(), Bindable.listOf(String.class)).orElse(List.of()));
    }

    /** After everything that still adds settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
