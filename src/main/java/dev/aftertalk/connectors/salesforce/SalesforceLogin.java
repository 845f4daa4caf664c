package dev.aftertalk.connectors.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.diagnosis.Reasons;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.time.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.component.salesforce.api.dto.RestError;
import org.apache.camel.component.salesforce.internal.SalesforceSession;

/**
 * The one session all runs share. One login at a time, the others wait for its result; a refused one answers for those that come soon
 * after, because Salesforce locks users out and counts logins by the hour.
 */
final class SalesforceLogin {

    private static final HttpFaults HTTP = new HttpFaults(
            "Salesforce login",
            "salesforce.client-id, salesforce.client-secret and the other salesforce.* credentials",
            "salesforce.login-url");
    private static final Duration REFUSED = Duration.ofSeconds(30);
    private static final Duration FAILED = Duration.ofSeconds(5);
    private static final Duration RATE_EXCEEDED = Duration.ofMinutes(15);

    private final SalesforceSession session;
    private final ReentrantLock lock = new ReentrantLock(); // a virtual thread may wait on it, unlike on synchronized
    private RuntimeException fault;
    private Instant faultUntil = Instant.MIN;

    SalesforceLogin(SalesforceSession session) {
        this.session = session;
    }

    /** The token in use; logs in when there is none, or only half of one: Camel keeps that of an answer it could not read to its end. */
    String token() {
        String token = session.getAccessToken();
        if (token == null || session.getInstanceUrl() == null || session.getOrgId() == null) {
            renew(token);
            token = session.getAccessToken();
        }
        return token;
    }

    /** Gets a token in place of one that is no longer accepted, unless another run has done so. */
    void renew(String refused) {
        lock.lock();
        try {
            rejectWhileHeld();
            session.login(refused);
        } catch (SalesforceException e) {
            throw hold(fault(e));
        } catch (IllegalStateException | IllegalArgumentException e) { // the JWT could not be signed
            throw hold(new RefusesUsException(
                    "Salesforce login: no key could be read from salesforce.keystore with salesforce.keystore-password",
                    e));
        } catch (NullPointerException
                | IndexOutOfBoundsException e) { // Camel's reading of an answer without what it expects
            throw hold(new RetryableException("Salesforce login answered without a whole token", e));
        } finally {
            lock.unlock();
        }
    }

    /** Salesforce refuses a token it has just given: another login won't help. */
    RuntimeException refusesFreshTokens(SalesforceRefusal refusal) {
        lock.lock();
        try {
            return hold(new RefusesUsException(
                    "Salesforce refuses the session it has just given ("
                            + SalesforceFaults.described(refusal.errors())
                            + "): check that the Salesforce user may use the API and that its password has not expired",
                    refusal));
        } finally {
            lock.unlock();
        }
    }

    private RuntimeException hold(RuntimeException failed) {
        Duration wait = failed instanceof RetryableException retryable && !(failed instanceof RefusesUsException)
                ? retryable.retryAfter().orElse(FAILED)
                : REFUSED;
        fault = failed;
        faultUntil = SteadyClock.get().instant().plus(wait);
        return failed;
    }

    private void rejectWhileHeld() {
        Instant now = SteadyClock.get().instant();
        if (now.isBefore(faultUntil) && fault instanceof RefusesUsException) {
            throw new RefusesUsException(fault.getMessage(), fault);
        }
        if (now.isBefore(faultUntil)) {
            throw fault instanceof RetryableException
                    ? new RetryableException(fault.getMessage(), Duration.between(now, faultUntil), fault)
                    : new PermanentException(fault.getMessage(), fault);
        }
    }

    private static RuntimeException fault(SalesforceException failure) {
        int status = failure.getStatusCode();
        if (!failure.getErrors().isEmpty()) {
            RestError error = failure.getErrors().get(0);
            String what = "Salesforce login refused (\"" + HttpFaults.safe(String.valueOf(error.getMessage())) + "\")";
            return what.contains("rate exceeded")
                    ? new RetryableException(what, RATE_EXCEEDED, failure)
                    : HTTP.refused(what);
        }
        if (status == 400 || status == HttpFaults.UNAUTHORIZED || status == HttpFaults.FORBIDDEN) {
            return new RefusesUsException(HTTP.refusal(status), failure);
        }
        if (status >= 300) {
            return HTTP.of(status, null, null);
        }
        return new RetryableException(
                unreachable(failure)
                                .map(why -> "Salesforce login can't be reached, as " + why)
                                .orElse(
                                        "Salesforce login can't be reached, or answered with something else than a token")
                        + ": is salesforce.login-url right?",
                failure);
    }

    /** Empty for an answer that could not be read: to Java that is a fault of input, too. */
    private static Optional<String> unreachable(SalesforceException failure) {
        return failure.getCause() instanceof JsonProcessingException ? Optional.empty() : Reasons.unreachable(failure);
    }
}
