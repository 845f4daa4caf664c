package dev.aftertalk.connectors.iadvize;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Says at start that nothing can be looked up at iAdvize; events are taken all the same, so it is no reason to stop. */
@Component
class LookupSettingsWarning {

    private static final Logger LOG = LoggerFactory.getLogger(LookupSettingsWarning.class);

    private final Environment environment;

    LookupSettingsWarning(Environment environment) {
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void warn() {
        boolean rest = given("iadvize.rest.api-key");
        boolean graphql = given("iadvize.graphql.username") && given("iadvize.graphql.password");
        if (!rest && !graphql) {
            LOG.warn("Workflows can't look up visitors or conversations: set iadvize.rest.api-key,"
                    + " or iadvize.graphql.username and iadvize.graphql.password");
        }
    }

    private boolean given(String setting) {
        return StringUtils.hasText(environment.getProperty(setting));
    }
}
