package dev.aftertalk.console;

import dev.aftertalk.care.drill.DrillDesk;
import dev.aftertalk.care.drill.DrillReport;
import dev.aftertalk.care.pause.Operations;
import dev.aftertalk.care.reconcile.ReconciliationReport;
import dev.aftertalk.care.reconcile.ReconciliationReports;
import dev.aftertalk.deploy.live.RouteReports;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.history.DeadLetters;
import dev.aftertalk.metrics.WorkflowCounts;
import dev.aftertalk.metrics.WorkflowFigures;
import dev.aftertalk.settings.CurrentSettings;
import dev.aftertalk.text.Csv;
import dev.aftertalk.usecases.promo.CodeUploads;
import dev.aftertalk.web.CsvDownload;
import dev.aftertalk.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The shorter lists of the console as files for spreadsheets. That of events is {@link EventsController}'s, as it may be long. */
@Controller
class ListExports {

    private static final int MOST_REPORTS = 10_000;
    private static final int UNAVAILABLE = 503;

    private final DeadLetters deadLetters;
    private final Operations operations;
    private final WorkflowFigures figures;
    private final RouteReports files;
    private final CodeUploads promo;
    private final ReconciliationReports reconciliations;
    private final DrillDesk drills;
    private final CurrentSettings settings;
    private final MessageSource messages;

    ListExports(
            DeadLetters deadLetters,
            Operations operations,
            WorkflowFigures figures,
            RouteReports files,
            CodeUploads promo,
            ReconciliationReports reconciliations,
            DrillDesk drills,
            CurrentSettings settings,
            MessageSource messages) {
        this.deadLetters = deadLetters;
        this.operations = operations;
        this.figures = figures;
        this.files = files;
        this.promo = promo;
        this.reconciliations = reconciliations;
        this.drills = drills;
        this.settings = settings;
        this.messages = messages;
    }

    @GetMapping("/console/dead-letters.csv")
    void deadLetters(
            @RequestParam(defaultValue = "") String workflow,
            Principal who,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        Sight sight = Sight.of(who);
        send(
                response,
                "dead-letters",
                locale,
                List.of("events.cause", "workflow", "dead.runs", "dead.in-doubt", "dead.first", "dead.last"),
                () -> deadLetters.read().groups().stream()
                        .filter(group -> workflow.isEmpty() || workflow.equals(group.workflow()))
                        .map(group -> Arrays.asList(
                                sight.cause(group.kind()),
                                group.workflow(),
                                group.runs(),
                                group.inDoubt(),
                                group.first(),
                                group.last())));
    }

    @GetMapping("/console/workflows.csv")
    void workflows(@RequestParam(defaultValue = "") String last, Locale locale, HttpServletResponse response)
            throws IOException {
        send(
                response,
                "workflows",
                locale,
                List.of(
                        "workflow",
                        "state",
                        "waiting",
                        "ended.runs",
                        "ended.success",
                        "dead",
                        "ended.retried",
                        "ended.mean"),
                () -> {
                    Map<String, WorkflowCounts> ended = figures.last(FigureTimes.of(last));
                    return operations.workflows().stream()
                            .map(workflow ->
                                    workflow(workflow, ended.getOrDefault(workflow.name(), WorkflowCounts.NONE)));
                });
    }

    private static List<?> workflow(Operations.Workflow workflow, WorkflowCounts ended) {
        return Arrays.asList(
                workflow.name(),
                workflow.state(),
                workflow.queued() + workflow.retrying(),
                ended.ended(),
                ended.ended() == 0 ? null : ended.success(),
                ended.dead(),
                ended.retried(),
                ended.timed() == 0 ? null : Math.round(ended.meanMillis()));
    }

    @GetMapping("/console/files.csv")
    void files(Locale locale, HttpServletResponse response) throws IOException {
        send(
                response,
                "files",
                locale,
                List.of("files.file", "state", "files.problems"),
                () -> files.now().files().stream()
                        .map(file -> List.of(
                                file.path(),
                                file.state(),
                                file.findings().stream()
                                        .map(fault -> fault.file() + ":" + fault.line() + " " + fault.problem())
                                        .collect(Collectors.joining("\n")))));
    }

    @GetMapping("/console/promo.csv")
    void promo(Locale locale, HttpServletResponse response) throws IOException {
        send(
                response,
                "promo",
                locale,
                List.of("promo.campaign", "promo.label", "promo.issued", "promo.left", "promo.until"),
                () -> promo.pools().stream()
                        .map(pool -> Arrays.asList(
                                pool.name(), pool.label(), pool.issued(), pool.left(), pool.expiresOn())));
    }

    @GetMapping("/console/reconciliations.csv")
    void reconciliations(Locale locale, HttpServletResponse response) throws IOException {
        send(
                response,
                "reconciliations",
                locale,
                Stream.concat(
                                Stream.of("number", "from", "to", "why", "found", "had", "started", "missing")
                                        .map("reconciliations."::concat),
                                Stream.of("state", "reconciliations.note"))
                        .toList(),
                () -> reconciliations.latest(MOST_REPORTS).stream().map(ListExports::report));
    }

    private static List<?> report(ReconciliationReport report) {
        return Arrays.asList(
                report.id(),
                report.from(),
                report.to(),
                report.reason(),
                report.found(),
                report.had(),
                report.started(),
                report.missing(),
                report.state(),
                report.note());
    }

    @GetMapping("/console/drills.csv")
    void drills(Locale locale, HttpServletResponse response) throws IOException {
        send(
                response,
                "drills",
                locale,
                List.of(
                        "reconciliations.number",
                        "drills.drill",
                        "state",
                        "drills.begun",
                        "drill.ended",
                        "drill.recovered",
                        "drills.recover",
                        "drills.received",
                        "drills.waited",
                        "drills.lost",
                        "drills.doubled",
                        "drills.again"),
                () -> drills.latest(MOST_REPORTS).stream().map(ListExports::report));
    }

    private static List<?> report(DrillReport report) {
        return Arrays.asList(
                report.id(),
                report.drill(),
                report.state(),
                report.begunAt(),
                report.endedAt(),
                report.recoveredAt(),
                report.secondsToRecover(),
                report.hasFiguresLater() ? null : report.received(),
                report.hasFiguresLater() || report.waited() == null
                        ? null
                        : report.waited().most(),
                report.lost(),
                report.hasFiguresLater() ? null : report.doubled(),
                report.hasFiguresLater() ? null : report.sentAgain());
    }

    @GetMapping("/console/settings.csv")
    void settings(
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "false") boolean given,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        send(
                response,
                "settings",
                locale,
                List.of("settings.name", "settings.value", "settings.from"),
                () -> SettingsController.shown(settings, search, given).stream()
                        .map(each -> List.of(
                                each.name(),
                                each.value(),
                                (each.source().name().toLowerCase(Locale.ROOT) + " " + each.place()).strip())));
    }

    /** @param titles of the columns, as codes of the console's messages */
    private void send(
            HttpServletResponse response,
            String name,
            Locale locale,
            List<String> titles,
            Supplier<Stream<List<?>>> read)
            throws IOException {
        List<List<?>> lines;
        try {
            lines = read.get().toList();
        } catch (DataAccessException | RetryableException e) {
            Problem.send(response, UNAVAILABLE, "The database can't be read now: try again in a moment.");
            return;
        }
        Csv csv = CsvDownload.begin(response, name + ".csv", locale);
        csv.line(titles.stream()
                .map(title -> messages.getMessage("console." + title, null, locale))
                .toList());
        lines.forEach(csv::line);
        csv.end();
    }
}
