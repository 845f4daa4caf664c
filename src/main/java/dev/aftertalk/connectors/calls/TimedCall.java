package dev.aftertalk.connectors.calls;

import dev.aftertalk.connectors.calls.ConnectorTimer.Outcome;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/** Takes the time of each call until its whole answer is there, and tells by its status, or by what it threw, how it ended. */
record TimedCall(ConnectorTimer timer) implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        long begun = System.nanoTime();
        Outcome outcome = Outcome.RETRYABLE;
        try {
            ClassicHttpResponse answer = chain.proceed(request, scope);
            outcome = ConnectorTimer.outcome(answer.getCode());
            return answer;
        } catch (PermanentException | RefusesUsException e) {
            outcome = Outcome.PERMANENT;
            throw e;
        } finally {
            timer.record(outcome, System.nanoTime() - begun);
        }
    }
}
