package dev.aftertalk.satisfaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Commits what several threads write at the same time as one transaction: each commit costs a sync of the disk, and on SQLite keeps the
 * ledger waiting. Nobody waits for company: what comes while one commit is under way is the next.
 */
final class SharedCommit {

    private static final int MOST = 200;

    private final TransactionTemplate transactions;
    private final Queue<Write> waiting = new ConcurrentLinkedQueue<>();
    private final ExecutorService writer = writer();

    SharedCommit(TransactionTemplate transactions) {
        this.transactions = transactions;
    }

    /**
     * Returns once the work is committed.
     *
     * @param key what is written; all nodes lock rows in the order of their keys, so none waits for another in a circle
     * @param work statements that can be rolled back, because another's fail, and done again
     * @throws RuntimeException what the work, or its commit, failed with
     */
    void run(String key, Runnable work) {
        Write write = new Write(key, work, new CompletableFuture<>());
        waiting.add(write);
        writer.execute(this::commitWaiting);
        try {
            write.done().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** How many writes nobody has begun to commit. */
    int waiting() {
        return waiting.size();
    }

    /** Runs once for each write, and does nothing when an earlier one has taken it along. */
    private void commitWaiting() {
        List<Write> batch = new ArrayList<>();
        for (Write next = waiting.poll(); next != null; next = batch.size() < MOST ? waiting.poll() : null) {
            batch.add(next);
        }
        if (batch.isEmpty()) {
            return;
        }
        batch.sort(Comparator.comparing(Write::key));
        Throwable failure = commit(batch);
        if (failure == null || batch.size() == 1 || concernsAll(failure)) {
            batch.forEach(write -> write.end(failure));
        } else {
            batch.forEach(write -> write.end(commit(List.of(write))));
        }
    }

    /** What went wrong, or null. */
    private Throwable commit(List<Write> batch) {
        try {
            transactions.executeWithoutResult(
                    status -> batch.forEach(write -> write.work().run()));
            return null;
        } catch (Throwable e) {
            return e; // whatever it is, someone waits to hear of it
        }
    }

    /** A database that is away is away for each of them; asking it once more for each would only hold everybody up. */
    private static boolean concernsAll(Throwable failure) {
        return failure instanceof TransactionException
                || failure instanceof TransientDataAccessException
                || failure instanceof NonTransientDataAccessResourceException;
    }

    /** One thread, there while there is something to write. */
    private static ExecutorService writer() {
        ThreadPoolExecutor writer =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "satisfaction-writer");
                    thread.setDaemon(true);
                    return thread;
                });
        writer.allowCoreThreadTimeOut(true);
        return writer;
    }

    private record Write(String key, Runnable work, CompletableFuture<Void> done) {

        void end(Throwable failure) {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        }
    }
}
