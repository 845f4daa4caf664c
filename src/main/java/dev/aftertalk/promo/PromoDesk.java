package dev.aftertalk.promo;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Gives out the codes of one campaign. Whoever comes to the desk serves all who have queued up meanwhile in one transaction, so that
 * many at once share one commit and wait for each other here and not for locks in the database.
 */
final class PromoDesk {

    private static final int BATCH = 64;

    private final Campaign campaign;
    private final PromoStore store;
    private final Queue<PromoRequest> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock desk = new ReentrantLock();

    PromoDesk(Campaign campaign, PromoStore store) {
        this.campaign = campaign;
        this.store = store;
    }

    /** Returns once it is settled and committed. */
    Allocation allocate(PromoRequest request) {
        queue.add(request);
        desk.lock();
        try {
            while (!request.result().isDone()) {
                serve(next());
            }
        } finally {
            desk.unlock();
        }
        return request.outcome();
    }

    private List<PromoRequest> next() {
        List<PromoRequest> batch = new ArrayList<>();
        for (PromoRequest each = queue.poll(); each != null; each = batch.size() < BATCH ? queue.poll() : null) {
            batch.add(each);
        }
        return batch;
    }

    private void serve(List<PromoRequest> batch) {
        try {
            List<Allocation> allocations = store.allocate(campaign, batch);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).result().complete(allocations.get(i));
            }
        } catch (CannotCreateTransactionException e) {
            fail(batch, e); // the database is away for each of them
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                fail(batch, e);
            } else {
                batch.forEach(each -> serve(List.of(each)));
            }
        } catch (Error e) {
            fail(batch, e);
            throw e;
        }
    }

    private static void fail(List<PromoRequest> batch, Throwable failure) {
        batch.forEach(each -> each.result().completeExceptionally(failure));
    }
}
