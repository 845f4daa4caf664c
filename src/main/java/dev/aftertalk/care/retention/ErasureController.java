package dev.aftertalk.care.retention;

import dev.aftertalk.ledger.RetryableException;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code POST /api/admin/erasures}: erases the person that the JSON names and answers with what was there. */
@RestController
class ErasureController {

    private static final Logger LOG = LoggerFactory.getLogger(ErasureController.class);
    private static final List<String> FIELDS =
            List.of("visitorId", "uniqueId", "legacyVisitorId", "conversationId", "email");

    private final Erasure erasure;

    ErasureController(Erasure erasure) {
        this.erasure = erasure;
    }

    @PostMapping("/api/admin/erasures")
    ErasureReport erase(Principal who, @RequestBody Map<String, Object> body) throws InterruptedException {
        ErasureRequest request = request(body);
        try {
            ErasureReport report = erasure.run(request, who.getName());
            LOG.info("A person was erased: {}", report.counts());
            return report;
        } catch (RetryableException | DataAccessException e) {
            LOG.warn("An erasure stopped at the database", e);
            throw new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "The database can't be reached or is busy: send the same again.");
        }
    }

    private ErasureRequest request(Map<String, Object> body) {
        Map<String, String> given = new HashMap<>();
        body.forEach((name, value) -> {
            if (!FIELDS.contains(name)) {
                throw refused("There is no such field; there are: " + String.join(", ", FIELDS) + ".");
            }
            if (value != null && !(value instanceof String) && !(value instanceof Number)) {
                throw refused(name + " must be a text.");
            }
            given.put(name, value == null ? null : value.toString());
        });
        try {
            return new ErasureRequest(
                    given.get("visitorId"),
                    given.get("uniqueId"),
                    given.get("legacyVisitorId"),
                    given.get("conversationId"),
                    given.get("email"));
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
    }

    private static ResponseStatusException refused(String why) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, why);
    }
}
