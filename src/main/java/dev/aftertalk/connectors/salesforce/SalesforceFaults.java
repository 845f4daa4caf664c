package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.component.salesforce.api.dto.RestError;

/** Turns what Salesforce refused into the ledger's kinds of fault, by its error codes, worded for ops people. */
final class SalesforceFaults {

    static final HttpFaults HTTP = new HttpFaults(
            "Salesforce",
            "the rights of the Salesforce user that salesforce.client-id or salesforce.username stands for",
            "salesforce.login-url");

    private static final Set<String> TRANSIENT =
            Set.of("UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE", "UNKNOWN_EXCEPTION", "QUERY_TIMEOUT", "ORG_LOCKED");

    /** Their messages say what the org's admin has to mend. Those of others quote what the visitor typed, which the ledger must not keep. */
    private static final Set<String> QUOTED = Set.of(
            "REQUIRED_FIELD_MISSING",
            "INVALID_FIELD",
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "INVALID_TYPE",
            "NOT_FOUND",
            "INSUFFICIENT_ACCESS",
            "INSUFFICIENT_ACCESS_OR_READONLY",
            "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
            "FIELD_CUSTOM_VALIDATION_EXCEPTION",
            "API_DISABLED_FOR_ORG",
            "API_CURRENTLY_DISABLED",
            "REQUEST_LIMIT_EXCEEDED",
            "UNABLE_TO_LOCK_ROW",
            "SERVER_UNAVAILABLE");

    private SalesforceFaults() {}

    static RuntimeException of(SalesforceRefusal refusal) {
        List<RestError> errors = refusal.errors();
        if (errors.isEmpty()) {
            return withoutErrors(refusal);
        }
        String what = "Salesforce answered " + described(errors);
        boolean mends = errors.stream().allMatch(error -> TRANSIENT.contains(error.getErrorCode()));
        if (mends || refusal.status() == 429 || refusal.status() >= 500) {
            return new RetryableException(what, refusal.retryAfter(), refusal);
        }
        return new PermanentException(what, refusal);
    }

    /** The fault of an org, or a user's profile, that lets nobody in by its API. */
    static RefusesUsException refusesUs(SalesforceRefusal refusal) {
        String what = "Salesforce answered " + described(refusal.errors());
        return new RefusesUsException(HTTP.refused(what).getMessage(), refusal);
    }

    static String described(List<RestError> errors) {
        return errors.stream().map(SalesforceFaults::described).collect(Collectors.joining("; "));
    }

    private static String described(RestError error) {
        String code = HttpFaults.safe(String.valueOf(error.getErrorCode()));
        List<String> fields = error.getFields();
        String where = fields == null || fields.isEmpty() ? "" : " for " + HttpFaults.safe(String.join(", ", fields));
        boolean quoted = QUOTED.contains(code) && error.getMessage() != null;
        return code + where + (quoted ? " (\"" + HttpFaults.safe(error.getMessage()) + "\")" : "");
    }

    private static RuntimeException withoutErrors(SalesforceRefusal refusal) {
        if (refusal.status() == 429 || refusal.status() >= 500) {
            return new RetryableException(
                    "Salesforce answered HTTP " + refusal.status(), refusal.retryAfter(), refusal);
        }
        return HTTP.of(refusal.status(), null, null);
    }
}
