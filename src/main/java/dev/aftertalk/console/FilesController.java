package dev.aftertalk.console;

import dev.aftertalk.deploy.live.RouteReports;
import dev.aftertalk.deploy.live.RouteReports.Fault;
import dev.aftertalk.deploy.live.RouteReports.ReportedFile;
import dev.aftertalk.deploy.versions.FileVersions;
import dev.aftertalk.deploy.versions.UnreadableFileException;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Shows the files of {@code routes/}: which run, what is wrong with those that don't, their versions and what is another between two. */
@Controller
class FilesController {

    static final String PAGE = "/console/files";

    /** How many versions a page lists. */
    private static final int SHOWN = 30;

    private final RouteReports reports;
    private final FileVersions versions;

    FilesController(RouteReports reports, FileVersions versions) {
        this.reports = reports;
        this.versions = versions;
    }

    @GetMapping(PAGE)
    String list(Principal who, Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            ConsolePages.common(model, who, locale);
            model.addAttribute("report", reports.now());
            return "console/files";
        });
    }

    /** @param version null for what is on the disk */
    @GetMapping(PAGE + "/file")
    String file(
            @RequestParam String path,
            @RequestParam(required = false) String version,
            @RequestParam(defaultValue = "") String said,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return page(response, model, () -> {
            ConsolePages.common(model, who, locale);
            List<FileVersions.ShownVersion> all = versions.last(path, SHOWN);
            Optional<FileVersions.OnDisk> disk = versions.onDisk(path);
            String name = disk.map(FileVersions.OnDisk::path).orElseGet(() -> all.stream()
                    .findFirst()
                    .map(FileVersions.ShownVersion::path)
                    .orElse(path));
            Optional<ReportedFile> reported = reports.now().files().stream()
                    .filter(file -> file.path().equals(name))
                    .findFirst();
            List<Fault> faults = reported.map(ReportedFile::findings).orElse(List.of());
            model.addAttribute("path", name);
            model.addAttribute("file", reported.orElse(null));
            model.addAttribute("versions", all);
            model.addAttribute("said", RestoreController.SAID.contains(said) ? said : null);
            if (version != null) {
                FileVersions.ShownText text = versions.text(name, version);
                model.addAttribute("number", text.number());
                model.addAttribute("lines", FileLine.ofText(text.text(), List.of()));
            } else {
                model.addAttribute("onDisk", disk.orElse(null));
                model.addAttribute(
                        "lines",
                        disk.map(file -> FileLine.ofText(file.text(), here(faults, name)))
                                .orElse(List.of()));
                model.addAttribute("elsewhere", elsewhere(faults, name));
            }
            return "console/file";
        });
    }

    private static List<Fault> here(List<Fault> faults, String path) {
        return faults.stream().filter(fault -> fault.file().equals(path)).toList();
    }

    /** What stands in no line of the file. */
    private static List<Fault> elsewhere(List<Fault> faults, String path) {
        return faults.stream()
                .filter(fault -> fault.line() == 0 || !fault.file().equals(path))
                .toList();
    }

    /**
     * @param from null for the version that runs, or last did
     * @param to null for what is on the disk
     */
    @GetMapping(PAGE + "/diff")
    String diff(
            @RequestParam String path,
            @RequestParam(required = false) String from,
            @RequestParam(required = false) String to,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return page(response, model, () -> {
            ConsolePages.common(model, who, locale);
            FileVersions.ShownDiff diff = versions.diff(path, from, to);
            model.addAttribute("diff", diff);
            model.addAttribute("lines", FileLine.ofDiff(diff.diff()));
            return "console/file-diff";
        });
    }

    private static String page(HttpServletResponse response, Model model, Supplier<String> work) {
        return ConsolePages.orAway(response, model, () -> {
            try {
                return work.get();
            } catch (NoSuchElementException | IllegalArgumentException e) {
                response.setStatus(404);
                model.addAttribute("why", e.getMessage());
                return "console/no-file";
            } catch (UnreadableFileException e) {
                response.setStatus(409);
                model.addAttribute("why", e.getMessage());
                return "console/no-file";
            }
        });
    }
}
