package dev.aftertalk.connectors.mail;

import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.springframework.stereotype.Component;

/**
 * Takes the headers {@code mail.smtp…} and {@code mail.smtps…} away before each step that sends a mail, or may: camel-mail takes them for
 * settings of its session, and so for where the mail goes, though a header may be what another system answered (CVE-2026-46584).
 */
@Component
class MailHeaders implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        Processor step = nextTarget != null ? nextTarget : target;
        Endpoint endpoint = step instanceof EndpointAware aware ? aware.getEndpoint() : null;
        return endpoint instanceof MailEndpoint || isDynamic(definition) ? new Cleaner(target) : target;
    }

    /** Where it leads to is known only when it gets there. */
    private static boolean isDynamic(NamedNode definition) {
        return definition instanceof ToDynamicDefinition
                || definition instanceof RecipientListDefinition<?>
                || definition instanceof RoutingSlipDefinition<?>
                || definition instanceof EnrichDefinition;
    }

    static boolean isSetting(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith("mail.smtp");
    }

    private static final class Cleaner extends DelegateAsyncProcessor {

        Cleaner(Processor step) {
            super(step);
        }

        @Override
        public boolean process(Exchange exchange, org.apache.camel.AsyncCallback callback) {
            if (exchange.getMessage().hasHeaders()) {
                exchange.getMessage().getHeaders().keySet().removeIf(MailHeaders::isSetting);
            }
            return super.process(exchange, callback);
        }
    }
}
