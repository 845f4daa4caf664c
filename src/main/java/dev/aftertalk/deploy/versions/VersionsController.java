package dev.aftertalk.deploy.versions;

import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.web.ApiAnswers;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the versions of the files of {@code routes/}, and puts one back into its file. */
@RestController
class VersionsController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The versions can't be read or kept");
    private static final Set<String> ASKED = Set.of("path", "version", "force", "thisFolder");
    private static final int MOST = 1000;

    private final FileVersions versions;

    VersionsController(FileVersions versions) {
        this.versions = versions;
    }

    /** What a list is in. */
    record Shown(List<FileVersions.ShownVersion> versions) {}

    @GetMapping("/api/routes/history")
    ResponseEntity<Shown> history(
            @RequestParam(required = false) String path, @RequestParam(defaultValue = "20") int last) {
        return answer(() -> {
            if (last < 1 || last > MOST) {
                throw new IllegalArgumentException("last is 1 to " + MOST + ".");
            }
            return new Shown(versions.last(path, last));
        });
    }

    @GetMapping("/api/routes/text")
    ResponseEntity<FileVersions.ShownText> text(
            @RequestParam String path, @RequestParam(required = false) String version) {
        return answer(() -> versions.text(path, version));
    }

    @GetMapping("/api/routes/diff")
    ResponseEntity<FileVersions.ShownDiff> diff(
            @RequestParam String path,
            @RequestParam(required = false) String from,
            @RequestParam(required = false) String to) {
        return answer(() -> versions.diff(path, from, to));
    }

    /** Has the file hold a version again; it runs as after any other edit. */
    @PostMapping("/api/routes/restore")
    ResponseEntity<FileVersions.Restored> restore(@RequestBody Map<String, Object> body, Principal who) {
        return answer(() -> {
            require(body);
            return versions.restore(new FileVersions.Order(
                    (String) body.get("path"),
                    String.valueOf(body.get("version")),
                    Boolean.TRUE.equals(body.get("force")),
                    Boolean.TRUE.equals(body.get("thisFolder")),
                    "\"thisFolder\": true",
                    who.getName()));
        });
    }

    private static void require(Map<String, Object> body) {
        boolean isVersion = body.get("version") instanceof String || body.get("version") instanceof Number;
        if (!(body.get("path") instanceof String) || !isVersion || !ASKED.containsAll(body.keySet())) {
            throw new IllegalArgumentException(
                    "Say what to restore: {\"path\": \"…\", \"version\": \"…\"}, with \"force\": true and \"thisFolder\": true where that is meant.");
        }
    }

    private <T> ResponseEntity<T> answer(Supplier<T> work) {
        try {
            return ANSWERS.ok(work);
        } catch (NoSuchElementException e) {
            throw ApiAnswers.notFound(e.getMessage());
        } catch (UnreadableFileException e) {
            throw ApiAnswers.conflict(e.getMessage());
        } catch (RefusedVersionException e) {
            throw ApiAnswers.conflict(e.getMessage() + " (\"force\": true writes it all the same): "
                    + e.faults().stream().map(Finding::toString).collect(Collectors.joining("; ")) + ".");
        } catch (NotRestorableException e) {
            throw ApiAnswers.conflict(e.getMessage()
                    + " Nothing was changed. Put the text where the files come from: GET /api/routes/text has it.");
        }
    }
}
