package dev.aftertalk.connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.diagnosis.Reasons;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.text.RetryAfter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.component.salesforce.api.SalesforceMultipleChoicesException;
import org.apache.camel.component.salesforce.api.dto.RestError;

/** Salesforce understood a request and refused it. Who can't make anything better of it throws {@link SalesforceFaults#of}. */
final class SalesforceRefusal extends Exception {

    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final transient List<RestError> errors;
    private final transient JsonNode body;
    private final transient List<String> choices;
    private final transient Duration retryAfter;

    private SalesforceRefusal(SalesforceException said, List<String> choices, Duration retryAfter) {
        super("Salesforce answered HTTP " + said.getStatusCode(), said);
        this.status = said.getStatusCode();
        this.errors = said.getErrors();
        this.body = read(said.getResponseContent());
        this.choices = choices;
        this.retryAfter = retryAfter;
    }

    /** Reads the failure of a call; throws the ledger's exceptions when it is none of Salesforce's. */
    static SalesforceRefusal of(Exchange exchange) {
        Exception failure = exchange.getException();
        if (failure instanceof SalesforceException said && said.getStatusCode() >= 300) {
            List<String> choices =
                    said instanceof SalesforceMultipleChoicesException several ? several.getChoices() : List.of();
            String retryAfter = exchange.getMessage().getHeader(SalesforceHttp.RETRY_AFTER, String.class);
            return new SalesforceRefusal(said, choices, RetryAfter.of(retryAfter));
        }
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        if (root instanceof IllegalArgumentException || root instanceof ClassCastException) {
            throw new PermanentException("Salesforce can't be asked: " + HttpFaults.safe(root.toString()), failure);
        }
        throw new RetryableException(
                "Salesforce can't be reached, or broke off its answer ("
                        + Reasons.unreachable(failure).orElse(root.getClass().getSimpleName()) + ")",
                failure);
    }

    int status() {
        return status;
    }

    List<RestError> errors() {
        return errors;
    }

    boolean has(String code) {
        return errors.stream().anyMatch(error -> code.equals(error.getErrorCode()));
    }

    /** Whether it has an error of this code that names this field. */
    boolean has(String code, String field) {
        return errors.stream()
                .anyMatch(error -> code.equals(error.getErrorCode())
                        && String.valueOf(error.getMessage()).contains(field));
    }

    /** Whether it is about a field that the org does not have, or hides from us. */
    boolean lacks(String field) {
        return has("INVALID_FIELD", field) || has("NOT_FOUND", field);
    }

    /** The whole answer; missing when it is no JSON. */
    JsonNode body() {
        return body;
    }

    /** Paths of the records that an external id stands for (status 300). */
    List<String> choices() {
        return choices;
    }

    Duration retryAfter() {
        return retryAfter;
    }

    private static JsonNode read(InputStream content) {
        if (content == null) {
            return MissingNode.getInstance();
        }
        try {
            content.reset();
            return JSON.readTree(content);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
