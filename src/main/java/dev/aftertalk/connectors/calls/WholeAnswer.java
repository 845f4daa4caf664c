package dev.aftertalk.connectors.calls;

import dev.aftertalk.ledger.PermanentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Reads each answer into memory, up to a largest size and within a longest time. The connection is back in the pool before the route
 * goes on, a body cut short is an {@link IOException} of the call itself, and neither a huge nor an endlessly trickling answer can hold a run.
 * A server has {@code read} for each of these: to agree upon TLS, to take the request, to begin its answer, and to send it.
 */
final class WholeAnswer implements ExecChainHandler {

    private static final int CHUNK = 8192;
    private static final String WATCHED = WholeAnswer.class.getName();

    private final String system;
    private final int largest;
    private final Duration connecting;
    private final Duration longest;

    private WholeAnswer(String system, int largest, PooledHttpComponent.Limits limits) {
        this.system = system;
        this.largest = largest;
        this.longest = limits.read();
        this.connecting = limits.connect().multipliedBy(2).plus(longest.multipliedBy(2)); // with its turn in the pool
    }

    static HttpClientBuilder addTo(
            HttpClientBuilder client, String system, int largest, PooledHttpComponent.Limits limits) {
        WholeAnswer whole = new WholeAnswer(system, largest, limits);
        return client.addExecInterceptorFirst("whole-answer", whole)
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "sending", whole::send);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        try (CallWatch.Call call = CallWatch.begin(scope.execRuntime, connecting)) {
            Watched watched = new Watched(call);
            scope.clientContext.setAttribute(WATCHED, watched);
            try {
                return whole(chain.proceed(request, scope), call);
            } catch (IOException | RuntimeException e) {
                scope.execRuntime.discardEndpoint(); // not answer.close(): it reads the rest, which may never end
                if (call.isLate()) {
                    throw late(watched.sent, e);
                }
                throw e;
            }
        }
    }

    /** The connection is made. */
    private ClassicHttpResponse send(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Watched watched = (Watched) scope.clientContext.getAttribute(WATCHED);
        watched.sent = true;
        watched.call.allow(longest.multipliedBy(2));
        return chain.proceed(request, scope);
    }

    private ClassicHttpResponse whole(ClassicHttpResponse answer, CallWatch.Call call) throws IOException {
        call.allow(longest);
        HttpEntity entity = answer.getEntity();
        if (entity != null) {
            byte[] body = read(entity);
            answer.setEntity(new ByteArrayEntity(body, ContentType.parseLenient(entity.getContentType())));
        }
        return answer;
    }

    private IOException late(boolean sent, Exception cause) {
        IOException late = sent
                ? new SocketTimeoutException(system + " took longer than " + longest + " to send its answer")
                : new ConnectTimeoutException(system + " did not come to an end with making the connection");
        late.addSuppressed(cause); // the ledger tells the first cause, and that is that we closed the connection
        return late;
    }

    private byte[] read(HttpEntity entity) throws IOException {
        long length = entity.getContentLength();
        if (length > largest) {
            throw tooLarge();
        }
        long deadline = System.nanoTime() + longest.toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream(length > 0 ? (int) length : CHUNK);
        byte[] chunk = new byte[length > 0 ? (int) Math.min(length, CHUNK) : CHUNK];
        InputStream content = entity.getContent();
        for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
            body.write(chunk, 0, read);
            if (body.size() > largest) {
                throw tooLarge();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new SocketTimeoutException(system + " took longer than " + longest + " to send its answer");
            }
        }
        return body.toByteArray();
    }

    private PermanentException tooLarge() {
        return new PermanentException(system + " answered with more than " + largest + " bytes, which is not read");
    }

    /** A call under way, and whether anything of it may have been sent. */
    private static final class Watched {

        private final CallWatch.Call call;
        private boolean sent;

        Watched(CallWatch.Call call) {
            this.call = call;
        }
    }
}
