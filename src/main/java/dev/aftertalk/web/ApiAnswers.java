package dev.aftertalk.web;

import dev.aftertalk.ledger.RetryableException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ResponseStatusException;

/** How the addresses under {@code /api} answer. */
public final class ApiAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ApiAnswers.class);

    private final String unavailable;

    /** @param unavailable what to say when the database is away, as in {@code "The figures can't be read"} */
    public ApiAnswers(String unavailable) {
        this.unavailable = unavailable;
    }

    /** The same as {@link #of} with 200. */
    public <T> ResponseEntity<T> ok(Supplier<T> work) {
        return of(HttpStatus.OK, work);
    }

    /**
     * What the work returns.
     *
     * @param work throws IllegalArgumentException for what it finds wrong in the request
     * @throws ResponseStatusException 400 for that, 503 when the database can't be read or written
     */
    public <T> ResponseEntity<T> of(HttpStatus status, Supplier<T> work) {
        try {
            return ResponseEntity.status(status)
                    .cacheControl(CacheControl.noStore())
                    .body(work.get());
        } catch (IllegalArgumentException e) {
            throw badRequest(e.getMessage());
        } catch (DataAccessException | RetryableException e) {
            LOG.error("{} for a request", unavailable, e);
            throw new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, unavailable + " now: try again in a few seconds.");
        }
    }

    /** 400. */
    public static ResponseStatusException badRequest(String what) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, what);
    }

    /** 404. */
    public static ResponseStatusException notFound(String what) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, what);
    }

    /** 409. */
    public static ResponseStatusException conflict(String what) {
        return new ResponseStatusException(HttpStatus.CONFLICT, what);
    }
}
