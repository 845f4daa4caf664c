package dev.aftertalk.http;

import dev.aftertalk.ledger.PermanentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Reads each answer into memory, up to a largest size and within a longest time. The connection is back in the pool before the route
 * goes on, a body cut short is an {@link IOException} of the call itself, and neither a huge nor an endlessly trickling answer can hold a run.
 */
final class WholeAnswer implements ExecChainHandler {

    private static final int CHUNK = 8192;

    private final String system;
    private final int largest;
    private final Duration longest;

    WholeAnswer(String system, int largest, Duration longest) {
        this.system = system;
        this.largest = largest;
        this.longest = longest;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse answer = chain.proceed(request, scope);
        HttpEntity entity = answer.getEntity();
        if (entity == null) {
            return answer;
        }
        try {
            byte[] body = read(entity);
            answer.setEntity(new ByteArrayEntity(body, ContentType.parseLenient(entity.getContentType())));
            return answer;
        } catch (IOException | RuntimeException e) {
            scope.execRuntime.discardEndpoint(); // not answer.close(): it reads the rest, which may never end
            throw e;
        }
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
}
