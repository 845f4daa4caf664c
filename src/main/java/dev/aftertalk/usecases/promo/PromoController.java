package dev.aftertalk.usecases.promo;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.web.ApiAnswers;
import java.security.Principal;
import java.time.LocalDate;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The pools of promo codes, and files of codes for them. */
@RestController
class PromoController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The promo codes can't be read or written");

    private final CodeUploads uploads;

    PromoController(CodeUploads uploads) {
        this.uploads = uploads;
    }

    /** What a list is in. */
    record Pools(List<Shown> campaigns) {}

    /** As {@link CodeUploads.Pool}; what is null there is absent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shown(String name, String folder, String label, long issued, Long left, LocalDate expiresOn) {
        static Shown of(CodeUploads.Pool pool) {
            return new Shown(pool.name(), pool.folder(), pool.label(), pool.issued(), pool.left(), pool.expiresOn());
        }
    }

    @GetMapping("/api/promo/campaigns")
    ResponseEntity<Pools> campaigns() {
        return ANSWERS.ok(
                () -> new Pools(uploads.pools().stream().map(Shown::of).toList()));
    }

    /**
     * Takes the codes of a CSV file.
     *
     * @param file its name
     * @param dry only say what is in it
     */
    @PostMapping(path = "/api/promo/campaigns/{name}/codes", consumes = "text/csv")
    ResponseEntity<CodeUploads.Codes> load(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String file,
            @RequestParam(defaultValue = "false") boolean dry,
            @RequestBody byte[] csv,
            Principal who) {
        return ANSWERS.ok(() -> {
            try {
                return dry ? uploads.look(name, csv) : uploads.load(name, file, csv, who.getName());
            } catch (NoSuchElementException e) {
                throw ApiAnswers.notFound(e.getMessage());
            } catch (CodeUploads.NotLoadedException e) {
                throw new ResponseStatusException(HttpStatus.UNPROCESSABLE_ENTITY, e.getMessage());
            }
        });
    }
}
