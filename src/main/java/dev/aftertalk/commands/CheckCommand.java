package dev.aftertalk.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.deploy.RouteFile.Kind;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteFilesCheck;
import dev.aftertalk.deploy.check.ScannedBeans;
import dev.aftertalk.settings.SettingFaults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code java -jar aftertalk.jar check [DIR] [--json]}: says everything that is wrong or doubtful in {@code routes/} and in the settings, without
 * running any of it, beside a running server or without one.
 */
public final class CheckCommand {

    static final String ARGUMENTS = "[DIR] [--json]";

    private static final String JSON = "--json";

    /** The settings alone. */
    @ConfigurationPropertiesScan("dev.aftertalk")
    static class Settings {}

    private CheckCommand() {}

    /**
     * @param args the folder of an installation or of routes, whether to print JSON, and settings as on any command line of Aftertalk
     * @return the exit code: 1 when something is wrong, 2 when it could not be looked at
     */
    public static int run(String... args) {
        List<String> folders =
                Arrays.stream(args).filter(arg -> !arg.startsWith("--")).toList();
        if (folders.size() > 1) {
            return Commands.refuse("One folder can be checked at a time.", "check", ARGUMENTS);
        }
        Path folder = Path.of(folders.isEmpty() ? "." : folders.get(0)).normalize();
        if (!Files.isDirectory(folder.toAbsolutePath())) {
            return Commands.refuse("There is no folder " + folder + ".", "check", ARGUMENTS);
        }
        Optional<Path> whole = RouteParts.whole(folder.toAbsolutePath());
        if (whole.isPresent()) {
            return Commands.refuse(
                    folder + " is a part of what is checked together; name " + whole.get() + ".", "check", ARGUMENTS);
        }
        String[] settings = settings(folder, args);
        try (ConfigurableApplicationContext context = CommandSettings.quiet(Settings.class, settings)) {
            RouteFolders routes = new RouteFolders(context.getEnvironment());
            RouteSet files = routes.read();
            if (files.files().stream().noneMatch(file -> file.kind() == Kind.ROUTES)) {
                return Commands.refuse(
                        "There are no routes in " + folder.toAbsolutePath()
                                + ". Run this in the folder that holds routes/, or name that folder.",
                        "check",
                        ARGUMENTS);
            }
            List<Finding> findings = new ArrayList<>();
            SettingFaults said = context.getBean(SettingFaults.class);
            said.faults().stream().map(Finding::of).forEach(findings::add);
            said.doubts().stream().map(Finding::doubt).forEach(findings::add);
            findings.addAll(RouteFilesCheck.beforeDeploying(context.getEnvironment(), new ScannedBeans())
                    .check(files.last(path -> !isNamedAsItsRoute(files, path))));
            routes.notRead().forEach((file, why) -> findings.add(new Finding(file, 0, 0, Finding.Level.DOUBT, why)));
            print(findings, files.files().size(), List.of(args).contains(JSON));
            return findings.stream().anyMatch(Finding::isFault) ? 1 : 0;
        }
    }

    /** A copy of a file that still has its ids is not: the copy is to be given others, and not what it was made of. */
    private static boolean isNamedAsItsRoute(RouteSet files, Path path) {
        String name = path.getFileName().toString().replaceFirst("\\.(camel|kamelet)\\.yaml$", "");
        return files.file(path)
                .map(file -> new String(file.bytes(), StandardCharsets.UTF_8))
                .filter(text -> Pattern.compile("\\bid: *[\"']?" + Pattern.quote(name) + "[\"']?\\s")
                        .matcher(text)
                        .find())
                .isPresent();
    }

    /** Where the files are, unless that is said. */
    private static String[] settings(Path folder, String... args) {
        List<String> settings = new ArrayList<>();
        if (!folder.toString().isEmpty()) {
            boolean installation = Files.isDirectory(folder.resolve("routes"));
            Path routes = installation ? folder.resolve("routes") : folder;
            Path home =
                    installation ? folder : folder.toAbsolutePath().normalize().getParent();
            settings.add("--spring.config.additional-location=optional:file:" + home.toAbsolutePath() + "/");
            settings.add("--camel.main.routes-include-pattern=file:" + routes + "/**/*.camel.yaml");
            settings.add("--camel.component.kamelet.location=file:" + routes + "/kamelets");
            settings.add("--mail.templates=" + routes + "/mail");
        }
        Arrays.stream(args)
                .filter(arg -> arg.startsWith("--") && !arg.equals(JSON))
                .forEach(settings::add);
        return settings.toArray(String[]::new);
    }

    private static void print(List<Finding> findings, int files, boolean json) {
        long faults = findings.stream().filter(Finding::isFault).count();
        long warnings = findings.size() - faults;
        if (json) {
            System.out.println(json(findings, files, faults, warnings));
            return;
        }
        findings.forEach(finding -> System.out.println((finding.isFault() ? "" : "warning: ") + finding));
        System.out.println(
                files + " files checked: " + count(faults, "fault") + ", " + count(warnings, "warning") + ".");
    }

    private static String count(long count, String what) {
        return (count == 0 ? "no" : String.valueOf(count)) + " " + what + (count == 1 ? "" : "s");
    }

    private static String json(List<Finding> findings, int files, long faults, long warnings) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Finding each : findings) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("file", each.file().toString());
            one.put("line", each.line());
            one.put("column", each.column());
            one.put("level", each.isFault() ? "fault" : "warning");
            one.put("problem", each.problem());
            all.add(one);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("files", files);
        report.put("faults", faults);
        report.put("warnings", warnings);
        report.put("findings", all);
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
