package dev.aftertalk.promo;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Somebody who waits for a code.
 *
 * @param identities the names the visitor is known by, most telling first
 * @param fresh what to give: label, last day and event of a code, which has none yet
 * @param result completed once the code is the visitor's for good
 */
record PromoRequest(List<String> identities, PromoCode fresh, CompletableFuture<Allocation> result) {

    PromoRequest(List<String> identities, PromoCode fresh) {
        this(identities, fresh, new CompletableFuture<>());
    }

    Allocation outcome() {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
