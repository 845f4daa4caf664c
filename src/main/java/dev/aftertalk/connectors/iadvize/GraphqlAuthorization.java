package dev.aftertalk.connectors.iadvize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Signs each GraphQL request with the shared token, and sends it once more with a new one when iAdvize no longer accepts the token: it can be
 * revoked at any time, and the query has then not been run. When the new one is refused, too, it is our user that is.
 */
final class GraphqlAuthorization implements ExecChainHandler {

    private static final int LONGEST_REFUSAL = 2048;

    private final GraphqlTokens tokens;

    GraphqlAuthorization(GraphqlTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String token = tokens.current();
        ClassicHttpResponse answer = send(request, token, scope, chain);
        if (!refuses(answer)) {
            return answer;
        }
        answer.close();
        tokens.refused(token);
        token = tokens.current();
        answer = send(ClassicRequestBuilder.copy(scope.originalRequest).build(), token, scope, chain);
        if (refuses(answer)) {
            tokens.refused(token);
            answer.close();
            throw GraphqlFaults.refusedToken();
        }
        return answer;
    }

    private static ClassicHttpResponse send(
            ClassicHttpRequest request, String token, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        request.setHeader("Authorization", "Bearer " + token);
        return chain.proceed(request, scope);
    }

    /** iAdvize is not documented to say it with the status 401 alone, so its words are looked for in short answers too. */
    private static boolean refuses(ClassicHttpResponse answer) throws IOException {
        if (answer.getCode() == 401) {
            return true;
        }
        if (answer.getEntity() == null || answer.getEntity().getContentLength() > LONGEST_REFUSAL) {
            return false;
        }
        String words = new String(answer.getEntity().getContent().readAllBytes(), StandardCharsets.UTF_8);
        return words.contains("\"error") && (words.contains("invalid_token") || words.contains("UNAUTHENTICATED"));
    }
}
