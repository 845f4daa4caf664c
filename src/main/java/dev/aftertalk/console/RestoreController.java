package dev.aftertalk.console;

import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.versions.FileVersions;
import dev.aftertalk.deploy.versions.NotRestorableException;
import dev.aftertalk.deploy.versions.RefusedVersionException;
import dev.aftertalk.deploy.versions.UnreadableFileException;
import dev.aftertalk.time.MachineClock;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** Puts a version of a file of {@code routes/} back: what would change is shown first. */
@Controller
class RestoreController {

    /** What the file's page says of an order; each is a message. */
    static final Set<String> SAID = Set.of("restored", "as-it-was");

    private static final String PAGE = FilesController.PAGE + "/restore";

    private final FileVersions versions;
    private final MessageSource messages;

    RestoreController(FileVersions versions, MessageSource messages) {
        this.versions = versions;
        this.messages = messages;
    }

    @GetMapping(PAGE)
    String ask(
            @RequestParam String path,
            @RequestParam String version,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> ask(path, version, locale, response, model));
    }

    private String ask(String path, String version, Locale locale, HttpServletResponse response, Model model) {
        model.addAttribute("shown", new ConsoleFormat(locale, MachineClock.get().instant()));
        try {
            FileVersions.ShownText text = versions.text(path, version);
            model.addAttribute("path", text.path());
            model.addAttribute("number", text.number());
            model.addAttribute("lines", FileLine.ofDiff(versions.ifRestored(text.path(), version)));
            return "console/file-restore";
        } catch (NoSuchElementException | IllegalArgumentException | UnreadableFileException e) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            model.addAttribute("why", e.getMessage());
            return "console/no-file";
        }
    }

    @PostMapping(PAGE)
    String restore(
            @RequestParam String path,
            @RequestParam String version,
            @RequestParam(defaultValue = "false") boolean force,
            @RequestParam(defaultValue = "false") boolean thisFolder,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            String anyway = messages.getMessage("console.restore.this-folder", null, locale);
            try {
                FileVersions.Restored restored = versions.restore(
                        new FileVersions.Order(path, version, force, thisFolder, anyway, who.getName()));
                String said = restored.changed() ? "restored" : "as-it-was";
                return "redirect:"
                        + UriComponentsBuilder.fromPath(FilesController.PAGE + "/file")
                                .queryParam("path", "{path}")
                                .queryParam("said", said)
                                .encode()
                                .buildAndExpand(restored.path())
                                .toUriString();
            } catch (RefusedVersionException e) {
                model.addAttribute(
                        "faults", e.faults().stream().map(Finding::toString).toList());
            } catch (NotRestorableException e) {
                model.addAttribute("faults", List.of(e.getMessage()));
            } catch (NoSuchElementException | IllegalArgumentException | UnreadableFileException e) {
                return ask(path, version, locale, response, model); // which says so
            }
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            return ask(path, version, locale, response, model);
        });
    }
}
