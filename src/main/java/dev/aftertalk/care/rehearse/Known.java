package dev.aftertalk.care.rehearse;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What was made or looked up once and is given to all versions. For several threads. */
final class Known {

    private final Map<String, CompletableFuture<Object>> all = new ConcurrentHashMap<>();

    /** What goes by this name, made by whoever asks first while all others wait. What failed has failed for all: it may be
     * an accident, which is no difference between versions. */
    @SuppressWarnings("unchecked")
    <T> T same(String name, Supplier<T> made) {
        CompletableFuture<Object> own = new CompletableFuture<>();
        CompletableFuture<Object> first = all.putIfAbsent(name, own);
        if (first != null) {
            try {
                return (T) first.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : e;
            }
        }
        try {
            T value = made.get();
            own.complete(value);
            return value;
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        }
    }

    /** Lets go of all whose name begins like this. */
    void forget(String prefix) {
        all.keySet().removeIf(name -> name.startsWith(prefix));
    }
}
