package dev.aftertalk.connectors.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.camel.Endpoint;
import org.apache.camel.component.freemarker.FreemarkerEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.springframework.stereotype.Component;

/**
 * Refuses a route that names a mail template which is missing or doesn't parse, when the route is made: Camel would find out at the first
 * event.
 */
@Component
class MailTemplateCheck extends LifecycleStrategySupport {

    private final MailTemplates templates;

    MailTemplateCheck(MailTemplates templates) {
        this.templates = templates;
    }

    @Override
    public void onEndpointAdd(Endpoint endpoint) {
        if (endpoint instanceof FreemarkerEndpoint freemarker && freemarker.getConfiguration() == templates) {
            try {
                templates.require(freemarker.getResourceUri());
            } catch (IOException e) {
                throw new UncheckedIOException("mail template " + freemarker.getResourceUri() + " can't be read", e);
            }
        }
    }
}
