package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFile.Kind;
import dev.aftertalk.deploy.RouteFileText;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.springframework.core.env.Environment;

/**
 * The check of all files, layer by layer: whether they can be read, have the form of routes and kamelets, and then whether all they name is
 * there. What an earlier layer has refused the later ones are silent about.
 */
public final class RouteFilesCheck implements RouteCheck {

    private final Environment settings;
    private final KnownBeans beans;
    private final Level essentials;

    /**
     * As a server looks at files, which can be started on purpose without a router or a webhook, while it does not let one go that runs.
     *
     * @param settings as routes see them
     * @param beans that routes may name
     */
    public RouteFilesCheck(Environment settings, KnownBeans beans) {
        this(settings, beans, Level.DOUBT);
    }

    private RouteFilesCheck(Environment settings, KnownBeans beans, Level essentials) {
        this.settings = settings;
        this.beans = beans;
        this.essentials = essentials;
    }

    /** As somebody looks at files before a running server gets them: without a router or a webhook they are refused. */
    public static RouteFilesCheck beforeDeploying(Environment settings, KnownBeans beans) {
        return new RouteFilesCheck(settings, beans, Level.FAULT);
    }

    /** Whether the files can be read at all, and name no workflows of the version before where that does harm. */
    public static List<Finding> readable(RouteSet files) {
        Findings findings = new Findings();
        Found found = read(files, findings);
        found.files.forEach(file -> meant(file, findings));
        if (findings.all().stream().noneMatch(Finding::isFault)) {
            new OldWorkflowNames(found.files).check(findings);
        }
        return findings.all();
    }

    /** What Camel would take for something else than what stands there. */
    private static void meant(CheckedFile file, Findings findings) {
        for (YamlDeserializationException fault : RouteFileText.faults(Yaml.read(file.text()))) {
            Optional<Mark> mark = fault.getProblemMark();
            findings.fault(
                    file.path(),
                    mark.map(Mark::getLine).orElse(-1) + 1,
                    mark.map(Mark::getColumn).orElse(-1) + 1,
                    fault.getProblem());
        }
    }

    private static Found read(RouteSet files, Findings findings) {
        Found found = new Found();
        ReadableFiles reader = new ReadableFiles(findings);
        for (RouteFile file : files.files()) {
            if (!file.isRead()) {
                findings.fault(file.path(), 0, 0, file.unreadable());
            }
            if (file.kind() == Kind.ROUTES || file.kind() == Kind.KAMELET) {
                reader.read(file).ifPresentOrElse(found.files::add, () -> refused(file, found));
            }
        }
        return found;
    }

    /** Any encoding will do: only names are looked for. */
    private static void refused(RouteFile file, Found found) {
        found.refused.put(file.path(), new String(file.bytes(), StandardCharsets.UTF_8));
    }

    private Path templates() {
        return Path.of(settings.getProperty("mail.templates", "routes/mail"));
    }

    @Override
    public List<Finding> check(RouteSet files) {
        Findings findings = new Findings();
        Found found = read(files, findings);
        for (CheckedFile file : found.files) {
            RepeatedKeys.find(file, findings);
            if (file.file().kind() == Kind.KAMELET) {
                KameletFile.read(file, found, findings);
            } else {
                new Structure(file, null, found, findings).routes();
            }
            if (findings.isRefused(file.path())) {
                refused(file.file(), found);
            }
        }
        found.files.forEach(file -> meant(file, findings));
        SettingNames names = new SettingNames(settings);
        new Endpoints(found, findings, settings, beans).check();
        new Kamelets(found, findings).check();
        new KameletAddresses(found, findings, settings).check();
        new Names(found, findings).check();
        new KeptWorkflows(found, findings, settings).check();
        new Placeholders(found, findings, settings, names).check();
        new Expressions(found, findings, settings).check();
        new Templates(files, templates(), found, findings).check();
        new Beans(found, findings, beans).check();
        new WrittenSecrets(found, findings).check();
        new OldWorkflowNames(found.files).check(findings);
        new Essentials(files, found, findings, essentials).check();
        return new ArrayList<>(findings.all());
    }
}
