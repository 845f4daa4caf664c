package dev.aftertalk.connectors.jira;

import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.spi.Language;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.service.ServiceHelper;

/** Opens the issue of one event after the other; the run's own {@code ledger:intent} is told before each is asked for. */
final class JiraIssueProducer extends DefaultProducer {

    private static final String INTENT = "jiraIssueIntent";

    private final JiraTicket ticket;
    private final JiraIssueOptions options;
    private final Language simple;
    private Producer intent;

    JiraIssueProducer(JiraIssueEndpoint endpoint, JiraTicket ticket) {
        super(endpoint);
        this.ticket = ticket;
        this.options = endpoint.getOptions();
        this.simple = endpoint.simple();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        intent = getEndpoint()
                .getCamelContext()
                .getEndpoint("ledger:intent?target=${exchangeProperty." + INTENT + "}")
                .createProducer();
        ServiceHelper.startService(intent);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopAndShutdownService(intent);
        super.doStop();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        ticket.open(
                exchange, options.each(text -> simple.createExpression(text).evaluate(exchange, String.class)), act -> {
                    exchange.setProperty(INTENT, act);
                    intent.process(exchange);
                });
    }
}
