package dev.aftertalk.connectors.calls;

import dev.aftertalk.connectors.calls.ConnectorTimer.Outcome;
import dev.aftertalk.ledger.NotCalledException;
import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.text.RetryAfter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.function.Function;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;

/**
 * Asks the guard before each call and tells it afterwards whether the other system is up: a connection that fails, silence and the statuses
 * that say down or busy mean that it is not; any other answer means that it is, though it may refuse this server altogether.
 *
 * @param refusal why an answer refuses this server's credentials, and not what was asked; null when it does not
 */
record GuardedCall(Guard guard, String system, Function<ClassicHttpResponse, String> refusal)
        implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        try (Guard.Call call = guard.enter()) {
            try {
                ClassicHttpResponse answer = chain.proceed(request, scope);
                RetryAfter.tooMany(answer).ifPresent(call::noneFor);
                String refused = refusal.apply(answer);
                if (ConnectorTimer.outcome(answer.getCode()) == Outcome.RETRYABLE) {
                    call.failed(system + " answered HTTP " + answer.getCode());
                } else if (refused != null) {
                    call.refused(refused);
                } else {
                    call.answered();
                }
                return answer;
            } catch (ConnectionRequestTimeoutException e) {
                throw new NotCalledException(
                        "No connection to " + system + " was free: it is slow, or others come first", null);
            } catch (IOException e) {
                if (isTheirs(e)) {
                    call.failed(said(e));
                }
                throw e;
            } catch (RefusesUsException e) { // by a login
                call.refused(e.getMessage());
                throw e;
            } catch (OutcomeUnknownException e) {
                call.failed(said(e.getCause()));
                throw e;
            }
        }
    }

    /** Not when this server is stopping. */
    private static boolean isTheirs(IOException e) {
        return !(e instanceof InterruptedIOException)
                || e instanceof SocketTimeoutException
                || e instanceof ConnectTimeoutException;
    }

    private static String said(Throwable failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}
