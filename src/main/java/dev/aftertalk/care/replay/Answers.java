package dev.aftertalk.care.replay;

import dev.aftertalk.ledger.RetryableException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ResponseStatusException;

/** How every address of this package answers. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    /** What the work returns; 400 for what it finds wrong in the request, 503 when the database can't be read or written. */
    static <T> ResponseEntity<T> of(HttpStatus status, Supplier<T> work) {
        try {
            return ResponseEntity.status(status)
                    .cacheControl(CacheControl.noStore())
                    .body(work.get());
        } catch (IllegalArgumentException e) {
            throw badRequest(e.getMessage());
        } catch (DataAccessException | RetryableException e) {
            LOG.error("The ledger can't be read or changed for a request", e);
            throw new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "The ledger can't be reached now: try again in a few seconds.");
        }
    }

    static ResponseStatusException badRequest(String what) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, what);
    }

    static ResponseStatusException notFound(String what) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, what);
    }

    static ResponseStatusException conflict(String what) {
        return new ResponseStatusException(HttpStatus.CONFLICT, what);
    }
}
