package dev.aftertalk.connectors.jira;

import dev.aftertalk.connectors.quota.LimitHeaders;
import dev.aftertalk.connectors.quota.Quota;
import dev.aftertalk.ledger.CallFaults;
import dev.aftertalk.ledger.OutcomeUnknownException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * What goes around each call to Jira, below Camel: the credentials, what the answer says of the calls that are left, and the knowledge that an issue may have been created although its
 * answer was lost on the way. Such a loss is an {@link OutcomeUnknownException}, so that the ledger keeps the intent.
 */
final class JiraCall implements ExecChainHandler {

    private static final Pattern CREATES = Pattern.compile(".*/rest/(api/3/issue|servicedeskapi/request)/?");

    private final String authorization;
    private final Quota quota;

    JiraCall(String email, String apiToken, Quota quota) {
        this.quota = quota;
        byte[] credentials = (email + ":" + apiToken).getBytes(StandardCharsets.UTF_8);
        authorization = "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        request.setHeader("Authorization", authorization);
        try {
            ClassicHttpResponse answer = chain.proceed(request, scope);
            LimitHeaders.jira(answer, quota);
            return answer;
        } catch (IOException e) {
            if (creates(request) && !CallFaults.neverSent(e)) {
                throw new OutcomeUnknownException(
                        "Jira was asked to open an issue, but its answer was lost ("
                                + e.getClass().getSimpleName() + "): it is looked for before it is opened again",
                        e);
            }
            throw e;
        }
    }

    private static boolean creates(ClassicHttpRequest request) {
        return "POST".equals(request.getMethod())
                && CREATES.matcher(request.getPath()).matches();
    }
}
