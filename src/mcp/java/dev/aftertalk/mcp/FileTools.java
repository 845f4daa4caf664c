package dev.aftertalk.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.access.Scope;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.deploy.check.RouteFilesCheck;
import dev.aftertalk.deploy.check.RunningBeans;
import dev.aftertalk.deploy.live.RouteReports;
import dev.aftertalk.deploy.versions.FileEdits;
import dev.aftertalk.deploy.versions.FileVersions;
import dev.aftertalk.text.PlainText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/** Shows the files of {@code routes/}, and checks another text of one. */
final class FileTools implements ToolGroup {

    /** Of a file that somebody proposes. */
    static final int LONGEST_TEXT = 500_000;

    private static final int LONGEST_SHOWN = 100_000;
    private static final int LONGEST_DIFF = 20_000;
    private static final int FINDINGS = 50;
    private static final int SHOWN = 200;
    private static final int USUAL = 10;
    private static final int MOST = 50;

    private final RouteReports reports;
    private final FileVersions versions;
    private final FileEdits edits;
    private final RouteCheck check;
    private final RouteCheck withoutSettings;
    private final OneAtATime readersChecks = new OneAtATime();

    FileTools(
            RouteReports reports,
            FileVersions versions,
            FileEdits edits,
            RouteCheck check,
            ConfigurableEnvironment settings,
            ListableBeanFactory beans) {
        this.reports = reports;
        this.versions = versions;
        this.edits = edits;
        this.check = check;
        this.withoutSettings = new RouteFilesCheck(HiddenSettings.of(settings), new RunningBeans(beans));
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(
                        "list_files",
                        "Files of routes/",
                        "Lists the files of routes/ (workflows, router, kamelets, mail templates): which version runs, which are refused and why, and"
                                + " whether all servers run the same.",
                        Set.of(Scope.READ, Scope.EDIT),
                        Tool.Effect.READS,
                        InputSchema.none().text("path", "Those only whose path has this part."),
                        (asked, caller) -> files(asked)),
                new Tool(
                        "get_file",
                        "Text of a file",
                        "Shows what a file of routes/ holds, or a version of it.",
                        Set.of(Scope.READ, Scope.EDIT),
                        Tool.Effect.READS,
                        path(InputSchema.none())
                                .text(
                                        "version",
                                        "A version's number or the beginning of its hash; without it, what is there now."),
                        (asked, caller) -> text(asked)),
                new Tool(
                        "list_versions",
                        "Versions of a file",
                        "Lists which versions of a file of routes/ were deployed when and by whom, newest first.",
                        Set.of(Scope.READ, Scope.EDIT),
                        Tool.Effect.READS,
                        path(InputSchema.none()).number("limit", "How many.", 1, MOST, USUAL),
                        (asked, caller) ->
                                Map.of("versions", versions.last(asked.text("path"), asked.number("limit", USUAL)))),
                new Tool(
                        "check_file",
                        "Check a proposed file",
                        "Checks a proposed text of a file of routes/ together with all others, without running any of it: each fault with line, column and"
                                + " what to write instead, and the difference to what is there. Mail templates take the scope edit.",
                        Set.of(Scope.READ, Scope.EDIT),
                        Tool.Effect.READS,
                        proposal(InputSchema.none()),
                        this::check));
    }

    /** Adds the name of a file that there is. */
    static InputSchema path(InputSchema schema) {
        return schema.needs("path", "The file's path or the end of it, as in workflows/thank-you-email.camel.yaml.");
    }

    /** Adds a text that a file is to hold. */
    static InputSchema proposal(InputSchema schema) {
        return path(schema).needs("text", "The whole text that the file is to hold.", LONGEST_TEXT);
    }

    /** The text that a call proposes; browsers and some editors write the line ends of Windows. */
    static RouteFile proposed(FileEdits edits, Arguments asked) {
        return edits.proposed(asked.text("path"), asked.exact("text").replace("\r\n", "\n"));
    }

    /**
     * The files that were asked for.
     *
     * @param differs whether another server runs others
     */
    record Files(boolean differs, List<RouteReports.ReportedFile> files, int inAll) {}

    private Object files(Arguments asked) {
        String part = asked.text("path") == null ? "" : asked.text("path");
        RouteReports.Report report = reports.now();
        List<RouteReports.ReportedFile> found = report.files().stream()
                .filter(each -> each.path().contains(part))
                .toList();
        return new Files(report.differs(), found.subList(0, Math.min(SHOWN, found.size())), found.size());
    }

    /** What a file holds. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Text(String path, Long number, String version, String text, boolean cut) {

        static Text of(String path, Long number, String version, String text) {
            return new Text(path, number, version, PlainText.cut(text, LONGEST_SHOWN), text.length() > LONGEST_SHOWN);
        }
    }

    private Object text(Arguments asked) {
        String path = asked.text("path");
        if (asked.text("version") != null) {
            FileVersions.ShownText text = versions.text(path, asked.text("version"));
            return Text.of(text.path(), text.number(), text.version(), text.text());
        }
        FileVersions.OnDisk disk = versions.onDisk(path)
                .orElseThrow(() -> new IllegalArgumentException("It is not there now: give a version of it."));
        return Text.of(disk.path(), disk.number(), disk.version(), disk.text());
    }

    /** A finding; line and column from 1, 0 where they are not known. */
    record Found(String file, int line, int column, String problem) {

        static List<Found> of(List<Finding> findings, Finding.Level level) {
            return findings.stream()
                    .filter(each -> each.level() == level)
                    .limit(FINDINGS)
                    .map(each -> new Found(each.file().toString(), each.line(), each.column(), each.problem()))
                    .toList();
        }
    }

    /**
     * What the check says.
     *
     * @param ok whether it would run
     * @param difference to what is there, unified; empty when it is the same
     */
    record Checked(String path, boolean ok, List<Found> faults, List<Found> warnings, String difference) {}

    private Object check(Arguments asked, Caller caller) {
        RouteFile file = proposed(edits, asked);
        boolean isTemplate = file.kind() == RouteFile.Kind.TEMPLATE || file.kind() == RouteFile.Kind.SAMPLE;
        if (isTemplate && !caller.may(Scope.EDIT)) {
            throw new IllegalArgumentException(
                    "A mail template is tried out to be checked, which takes a token with the scope edit; this one has "
                            + caller.written() + ".");
        }
        return caller.may(Scope.EDIT)
                ? checked(edits, file, check)
                : readersChecks.get(() -> checked(edits, file, withoutSettings));
    }

    static Checked checked(FileEdits edits, RouteFile file, RouteCheck by) {
        List<Finding> findings = edits.findings(file, by);
        List<Found> faults = Found.of(findings, Finding.Level.FAULT);
        return new Checked(
                file.path().toString(),
                faults.isEmpty(),
                faults,
                Found.of(findings, Finding.Level.DOUBT),
                PlainText.cut(edits.diff(file), LONGEST_DIFF));
    }
}
