package dev.aftertalk.care.alerts;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.history.CauseKind;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.springframework.stereotype.Component;

/** The routes that take alerts: each that begins with {@code direct:alert/NAME}. */
@Component
class AlertWays {

    private static final String BEGIN = "direct://alert/";

    private final CamelContext camel;
    private final ProducerTemplate routes;

    AlertWays(CamelContext camel, ProducerTemplate routes) {
        this.camel = camel;
        this.routes = routes;
    }

    /** The names of those that are there now. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        camel.getRoutes().stream()
                .map(route -> route.getEndpoint().getEndpointUri())
                .filter(uri -> uri.startsWith(BEGIN))
                .map(uri -> uri.substring(BEGIN.length()).replaceFirst("\\?.*", ""))
                .forEach(names::add);
        return names;
    }

    /** Hands an alert over. @return what went wrong, fit for the log; empty when nothing did */
    Optional<String> hand(String way, Alert alert) {
        Exchange told = routes.send(BEGIN + way, exchange -> {
            exchange.setVariable("alert", alert.facts());
            exchange.getMessage().setBody(alert.text());
        });
        return Optional.ofNullable(told.getException()).map(AlertWays::said);
    }

    /** Without what may hold the address of a webhook, which is a secret. */
    private static String said(Exception fault) {
        for (Throwable each = fault; each != null; each = each.getCause()) {
            if (each instanceof HttpOperationFailedException answer) {
                return "HTTP " + answer.getStatusCode();
            }
            if (each instanceof RetryableException || each instanceof PermanentException) {
                return CauseKind.of(each.getMessage());
            }
        }
        return fault.getClass().getSimpleName();
    }
}
