package dev.aftertalk.care.doctor;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Examination;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.ledger.start.SqliteFile;
import dev.aftertalk.settings.SecretFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/** Tells whether this user may read and write what the server does, and whether others may read what they should not. */
class RightsExamination implements Examination {

    private final Environment environment;
    private final SecretFiles secrets;
    private final Path data;

    RightsExamination(Environment environment, SecretFiles secrets) {
        this.environment = environment;
        this.secrets = secrets;
        this.data = Path.of(environment.getProperty("aftertalk.data-dir", "data"));
    }

    @Override
    public String name() {
        return "Permissions";
    }

    @Override
    public void examine(Usage usage, Report report) {
        report.tell(routes());
        report.tell(new DataRights(data, database(), Files::isWritable).judged());
        report.tell(openToAll("Permissions of the database", database(), "personal data", "chmod -R go-rwx " + data));
        Set<Path> files = secrets();
        report.tell(openToAll(
                "Permissions of secrets",
                files,
                "secrets",
                "chmod go-rwx, as the user the server runs as, on each; or give secrets as environment variables"));
    }

    private Diagnosis routes() {
        String name = "Permissions of routes";
        List<RouteFile> files = List.copyOf(new RouteFolders(environment).read().files());
        List<String> unread = files.stream()
                .filter(file -> !file.isRead())
                .map(file -> file.path() + " (" + file.unreadable() + ")")
                .toList();
        if (files.isEmpty()) {
            return Diagnosis.problem(
                    name,
                    "There are no files of routes in " + new RouteFolders(environment).folders() + ".",
                    "Run doctor in the folder that holds routes/, as the server is started.");
        }
        return unread.isEmpty()
                ? Diagnosis.ok(name, "All " + files.size() + " files of routes can be read.")
                : Diagnosis.problem(
                        name,
                        "This user can't read " + String.join(", ", unread) + ".",
                        "Give the user that the server runs as the right to read them, and run doctor as that user.");
    }

    /** The files of SQLite's that are there. */
    private Set<Path> database() {
        Set<Path> files = new TreeSet<>();
        SqliteFile.of(environment.getRequiredProperty("spring.datasource.url"))
                .ifPresent(file -> Stream.of("", "-wal", "-shm")
                        .map(ending -> Path.of(file.path() + ending))
                        .filter(Files::exists)
                        .forEach(files::add));
        return files;
    }

    private Set<Path> secrets() {
        Set<Path> files = new TreeSet<>(secrets.all());
        String keystore = environment.getProperty("salesforce.keystore", "").strip();
        if (!keystore.isEmpty() && Files.exists(Path.of(keystore))) {
            files.add(Path.of(keystore));
        }
        return files;
    }

    private static Diagnosis openToAll(String name, Set<Path> files, String what, String todo) {
        List<Path> open = new ArrayList<>();
        for (Path file : files) {
            if (FileRights.isOpenToAll(file)) {
                open.add(file);
            }
        }
        if (files.isEmpty()) {
            return Diagnosis.ok(name, "No file of the server holds " + what + " yet.");
        }
        if (!FileRights.areKnown(files.iterator().next())) {
            return Diagnosis.notChecked(name, "This file system does not tell who may read a file.", "");
        }
        return open.isEmpty()
                ? Diagnosis.ok(name, "Not every user of this machine can read what holds " + what + ".")
                : Diagnosis.warning(
                        name,
                        "Every user of this machine can read "
                                + String.join(
                                        ", ", open.stream().map(Path::toString).toList()) + ", which "
                                + (open.size() == 1 ? "holds " : "hold ") + what + ".",
                        "Take the right away: " + todo + ".");
    }
}
