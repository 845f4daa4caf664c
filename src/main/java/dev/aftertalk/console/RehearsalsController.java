package dev.aftertalk.console;

import dev.aftertalk.access.LoginValidity;
import dev.aftertalk.care.rehearse.Rehearsals;
import dev.aftertalk.care.rehearse.Rehearser;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.versions.FileVersions;
import dev.aftertalk.live.Streams;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Rehearses an edit: what lies in {@code routes/}, or another text of a file, with the last events; and shows what would be different. */
@Controller
class RehearsalsController {

    static final String PAGE = "/console/rehearsal";

    private static final String VIEW = "console/rehearsal";
    private static final int USUAL = 100;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final Rehearsals rehearsals;
    private final FileVersions versions;
    private final RehearsalSource source;
    private final Streams streams;
    private final LoginValidity logins;

    RehearsalsController(
            Rehearsals rehearsals,
            FileVersions versions,
            RehearsalSource source,
            Streams streams,
            LoginValidity logins) {
        this.rehearsals = rehearsals;
        this.versions = versions;
        this.source = source;
        this.streams = streams;
        this.logins = logins;
    }

    /** @param path of a file to edit; for admins, as what a file says can read any setting */
    @GetMapping(PAGE)
    String page(
            @RequestParam(required = false) String path,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return ConsolePages.orAway(response, model, () -> {
            if (path != null && mayEdit(request)) {
                try {
                    versions.onDisk(path).ifPresent(file -> {
                        model.addAttribute("path", file.path());
                        model.addAttribute("text", file.text());
                    });
                } catch (NoSuchElementException | IllegalArgumentException e) {
                    response.setStatus(404);
                    model.addAttribute("why", e.getMessage());
                    return "console/no-file";
                }
            }
            return shown(locale, model);
        });
    }

    private String shown(Locale locale, Model model) {
        model.addAllAttributes(source.model(locale));
        model.addAttribute("usual", USUAL);
        model.addAttribute("most", Rehearsals.MOST);
        return VIEW;
    }

    private static boolean mayEdit(HttpServletRequest request) {
        return request.isUserInRole("ADMIN");
    }

    /** @param text what the file is to say; null to rehearse what lies in the folders */
    @PostMapping(PAGE)
    String start(
            @RequestParam(defaultValue = "" + USUAL) int events,
            @RequestParam(required = false) String path,
            @RequestParam(required = false) String text,
            Principal who,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return ConsolePages.orAway(response, model, () -> {
            boolean edited = path != null && text != null;
            if (edited && !mayEdit(request)) {
                throw new ResponseStatusException(HttpStatus.FORBIDDEN);
            }
            // Browsers send a text area's lines with the ends of Windows.
            Rehearsals.Edit edit = edited ? new Rehearsals.Edit(path, text.replace("\r\n", "\n")) : null;
            try {
                int asked = Math.max(1, Math.min(Rehearsals.MOST, events));
                List<Finding> faults = rehearsals.start(asked, edit, who.getName());
                if (faults.isEmpty()) {
                    return "redirect:" + PAGE;
                }
                response.setStatus(UNPROCESSABLE);
                model.addAttribute(
                        "faults", faults.stream().map(Finding::toString).toList());
            } catch (Rehearser.BusyException e) {
                response.setStatus(CONFLICT);
                model.addAttribute("busy", true);
            } catch (NoSuchElementException e) {
                response.setStatus(HttpServletResponse.SC_NOT_FOUND);
                model.addAttribute("faults", List.of(e.getMessage()));
            }
            if (edited) {
                model.addAttribute("path", path);
                model.addAttribute("text", text);
            }
            return shown(locale, model);
        });
    }

    @PostMapping(PAGE + "/cancel")
    String cancel() {
        rehearsals.cancel();
        return "redirect:" + PAGE;
    }

    @GetMapping(PAGE + "/figures")
    void parts(Locale locale, HttpServletResponse response) {
        ConsolePages.write(response, source.html(locale));
    }

    @GetMapping(PAGE + "/stream")
    void stream(Locale locale, HttpServletRequest request, HttpServletResponse response) throws IOException {
        streams.open(source, locale, request, response, logins.of(request));
    }
}
