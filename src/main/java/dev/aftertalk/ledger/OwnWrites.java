package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LedgerOperation.Write;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What other features write, as operations of the ledger's one writer. */
final class OwnWrites implements LedgerWrites {

    private static final Pattern NUMBER = Pattern.compile("\\$\\d+$");
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);

    private final LedgerLoop loop;
    private final String node;

    OwnWrites(LedgerLoop loop, String node) {
        this.loop = loop;
        this.node = node;
    }

    @Override
    public <T> T write(Function<JdbcClient, T> work) {
        AtomicReference<T> value = new AtomicReference<>();
        CompletableFuture<Boolean> written =
                loop.add(new Write(feature(work), connection -> value.set(work.apply(connection.client()))));
        try {
            written.get(WRITE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return value.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LedgerUnavailableException unavailable) {
                throw new RetryableException(unavailable.getMessage(), e);
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new RetryableException("The database can't be reached.", e);
        } catch (TimeoutException e) {
            throw new RetryableException(
                    "The database can't be reached, is busy, or somebody else holds a lock on what was to be written.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetryableException("The server is stopping.", e);
        } finally {
            written.cancel(false); // one that nobody waits for any more need not be written
        }
    }

    /** See {@link Ledger#intend(Run, String, IntentPermit)}. */
    CompletableFuture<Intended> intend(Run run, String target, IntentPermit permit) {
        AtomicReference<Intended> intended = new AtomicReference<>();
        Write write = new Write(
                feature(permit),
                connection -> intended.set(
                        permit.grant(connection)
                                ? LedgerStore.recordIntent(connection, node, run, target)
                                : Intended.REFUSED));
        CompletableFuture<Intended> result = loop.add(write).thenApply(written -> intended.get());
        result.whenComplete((any, failure) -> write.result().cancel(false));
        return result;
    }

    /** The class that writes: the name of a lambda, or of a class without a name of its own, begins with it. */
    private static String feature(Object work) {
        String name = work.getClass().getName();
        int lambda = name.indexOf("$$");
        return NUMBER.matcher(lambda < 0 ? name : name.substring(0, lambda)).replaceFirst("");
    }
}
