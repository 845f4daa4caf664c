package dev.aftertalk.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.access.Scope;
import dev.aftertalk.care.rehearse.Proposals;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RunningRoutes;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.deploy.versions.FileEdits;
import dev.aftertalk.deploy.versions.FileVersions;
import dev.aftertalk.deploy.versions.RefusedVersionException;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rehearses another text of a file of {@code routes/}, writes it there, and takes it back. */
final class EditTools implements ToolGroup {

    /** Clients give up after a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    /** Only one rehearsal goes on at a time, and those who mend something need it more. */
    private static final Duration BETWEEN_READERS = Duration.ofMinutes(1);

    private static final String THIS_FOLDER = "thisFolder";
    private static final String ANYWAY = "\"thisFolder\": true";
    private static final int USUAL = 50;
    private static final int MOST = 1_000;
    private static final int NAMED = 20;
    private static final int LONGEST_NAMED = 200;
    private static final int LONGEST_DIFF = 20_000;

    private final FileEdits edits;
    private final FileVersions versions;
    private final RouteCheck check;
    private final Proposals proposals;
    private final RunningRoutes running;
    private final Receipts receipts;
    private final Turns readersTurns = new Turns(BETWEEN_READERS, MachineClock.get());

    EditTools(
            FileEdits edits,
            FileVersions versions,
            RouteCheck check,
            Proposals proposals,
            RunningRoutes running,
            Receipts receipts) {
        this.edits = edits;
        this.versions = versions;
        this.check = check;
        this.proposals = proposals;
        this.running = running;
        this.receipts = receipts;
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(
                        "rehearse_file",
                        "Rehearse a proposed file",
                        "Runs past events through the workflows that run and through those with a proposed text, and says what would be different. iAdvize is"
                                + " asked; nothing is sent, made or changed. Gives the receipt that deploy_file wants, unless events would die that do"
                                + " not today, or nothing can be said of them. Causes and what would be sent are shown to tokens that have the scopes edit and operate."
                                + " With read alone the text may say nothing but what stands in files that run, but for ids and descriptions, once a minute.",
                        Set.of(Scope.READ, Scope.EDIT),
                        Tool.Effect.READS,
                        FileTools.proposal(InputSchema.none())
                                .texts(
                                        "events",
                                        "eventIds to look at besides the last events, such as one that died.",
                                        NAMED)
                                .number("last", "How many of the last events.", 1, MOST, USUAL),
                        this::rehearse),
                new Tool(
                        "deploy_file",
                        "Deploy a proposed file",
                        "Writes a checked and rehearsed text into its file of routes/; it runs within three seconds on this server. What the file held before can"
                                + " be put back by restore_file, and one that was not there be taken away by remove_file.",
                        Set.of(Scope.EDIT),
                        Tool.Effect.ACTS,
                        folder(FileTools.proposal(InputSchema.none())
                                .text(
                                        "receipt",
                                        "What rehearse_file gave for this very text; needed with dryRun false.")),
                        this::deploy),
                new Tool(
                        "restore_file",
                        "Put a version of a file back",
                        "Has a file of routes/ hold a version again that it held before; it runs as after any other edit.",
                        Set.of(Scope.EDIT),
                        Tool.Effect.ACTS,
                        folder(FileTools.path(InputSchema.none())
                                .needs(
                                        "version",
                                        "The version's number, or the beginning of its hash: see list_versions.")),
                        this::restore),
                new Tool(
                        "remove_file",
                        "Take away a file that a token put there",
                        "Takes a file of routes/ away that was not there before deploy_file wrote it; restore_file puts it back.",
                        Set.of(Scope.EDIT),
                        Tool.Effect.ACTS,
                        folder(FileTools.path(InputSchema.none())),
                        this::remove));
    }

    private static InputSchema folder(InputSchema schema) {
        return schema.flag(
                        THIS_FOLDER,
                        "Where other servers are alive: true writes the folder of this server, which they share or where the same is done on each.",
                        false)
                .dry();
    }

    private Object rehearse(Arguments asked, Caller caller) {
        RouteFile file = FileTools.proposed(edits, asked);
        int last = asked.number("last", USUAL);
        if (!caller.may(Scope.EDIT)) {
            requireKnown(file, caller);
            readersTurns.take(caller.name());
            last = Math.min(last, USUAL);
        }
        Proposals.Tried tried =
                proposals.rehearse(new Proposals.Proposal(file, asked.texts("events"), last, caller.name()), PATIENCE);
        if (tried.rehearsal() == null) {
            throw new IllegalArgumentException(
                    "It would be refused, so nothing was rehearsed: check_file says where and why.");
        }
        return RehearsalView.of(file, tried, caller, receipts);
    }

    /** What a text says of its own can read any setting and ask anything of events, and what comes of it would tell. */
    private void requireKnown(RouteFile file, Caller caller) {
        Set<String> fresh = new KnownWords(running.files()).fresh(file);
        if (!fresh.isEmpty()) {
            throw new IllegalArgumentException(
                    "To rehearse a text that says what no file that runs does takes a token with the scope edit; this one has "
                            + caller.written() + ". It is the first to say: "
                            + fresh.stream()
                                    .limit(NAMED)
                                    .map(each -> PlainText.cut(each, LONGEST_NAMED))
                                    .toList());
        }
    }

    /**
     * What would be done, or was.
     *
     * @param before the number of the version that the file held
     * @param replaced where the text is that stood there, and was no version
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Deployed(
            boolean dryRun,
            String path,
            boolean changed,
            String version,
            Long before,
            String replaced,
            String difference,
            String next) {}

    private Object deploy(Arguments asked, Caller caller) {
        RouteFile file = FileTools.proposed(edits, asked);
        FileTools.Checked checked = FileTools.checked(edits, file, check);
        if (!checked.ok()) {
            throw new IllegalArgumentException("It would be refused, so nothing was changed: " + checked.faults());
        }
        FileEdits.Order order = new FileEdits.Order(file, asked.flag(THIS_FOLDER, false), ANYWAY, caller.name());
        boolean rehearsed = receipts.isFor(file, asked.text("receipt"));
        if (asked.dry()) {
            edits.requireWritable(order);
            String next = rehearsed
                    ? "It can be deployed: dryRun false does it."
                    : "Rehearse this very text with rehearse_file, and give its receipt with dryRun false.";
            boolean changes = !checked.difference().isEmpty();
            return new Deployed(true, checked.path(), changes, file.version(), null, null, checked.difference(), next);
        }
        if (!rehearsed) {
            throw new IllegalArgumentException(
                    "This very text was not rehearsed with the files that run now, so nothing was changed: call rehearse_file and give its receipt.");
        }
        FileEdits.Written written = edits.write(order);
        String next = "It runs within three seconds: list_files says so, or why not. " + takesBack(written);
        return new Deployed(
                false,
                written.path(),
                written.changed(),
                written.version(),
                written.before(),
                written.replaced(),
                checked.difference(),
                next);
    }

    private static String takesBack(FileEdits.Written written) {
        if (written.created()) {
            return "remove_file takes it back.";
        }
        return written.before() == null
                ? "What stood there before was no version, and lies beside it."
                : "restore_file with version " + written.before() + " takes it back.";
    }

    private Object remove(Arguments asked, Caller caller) {
        String path =
                edits.remove(asked.text("path"), asked.flag(THIS_FOLDER, false), ANYWAY, asked.dry(), caller.name());
        return Map.of("dryRun", asked.dry(), "path", path);
    }

    /** What would be done, or was. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Restored(boolean dryRun, String path, String difference, FileVersions.Restored restored) {}

    private Object restore(Arguments asked, Caller caller) {
        String path = asked.text("path");
        String version = asked.text("version");
        if (asked.dry()) {
            FileVersions.ShownText text = versions.text(path, version);
            String difference = PlainText.cut(versions.ifRestored(text.path(), version), LONGEST_DIFF);
            return new Restored(true, text.path(), difference, null);
        }
        try {
            FileVersions.Restored restored = versions.restore(new FileVersions.Order(
                    path, version, false, asked.flag(THIS_FOLDER, false), ANYWAY, caller.name()));
            return new Restored(false, restored.path(), null, restored);
        } catch (RefusedVersionException e) {
            throw new IllegalArgumentException(e.getMessage() + ": " + e.faults(), e);
        }
    }
}
