package dev.aftertalk.care.doctor;

import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Examination;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.ledger.start.DiskSettings;
import dev.aftertalk.ledger.start.SqliteFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** Tells how much room is left where the database is, and the log if it has a file. */
class DiskExamination implements Examination {

    private static final long MB = 1024 * 1024;

    /** As the alert rules have it: at the pace of a busy day a few weeks. */
    private static final long PLENTY = 1024 * MB;

    private final Environment environment;
    private final DiskSettings settings;

    DiskExamination(Environment environment, DiskSettings settings) {
        this.environment = environment;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "Disk";
    }

    @Override
    public void examine(Usage usage, Report report) {
        Optional<SqliteFile> sqlite = SqliteFile.of(environment.getRequiredProperty("spring.datasource.url"));
        folders(sqlite).forEach((name, folder) -> {
            Path there = existing(folder);
            report.tell(judged(name, there, there.toFile().getUsableSpace(), sqlite.isPresent()));
        });
    }

    private Map<String, Path> folders(Optional<SqliteFile> sqlite) {
        Map<String, Path> folders = new LinkedHashMap<>();
        folders.put(
                "Disk of the data",
                sqlite.map(file -> file.path().getParent())
                        .orElse(Path.of(environment.getProperty("aftertalk.data-dir", "data"))));
        String file = environment.getProperty("logging.file.name", "");
        String folder = environment.getProperty("logging.file.path", "");
        if (!file.isBlank() || !folder.isBlank()) {
            folders.put(
                    "Disk of the log",
                    file.isBlank()
                            ? Path.of(folder)
                            : Path.of(file).toAbsolutePath().getParent());
        }
        return folders;
    }

    /** The folder, or the one above that is there already. */
    private static Path existing(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.isDirectory(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private Diagnosis judged(String name, Path folder, long free, boolean refuses) {
        String found = free / MB + " MB are left on the disk of " + folder + ".";
        if (free < settings.minFree().toBytes() * 5 / 4) {
            return Diagnosis.problem(
                    name,
                    found
                            + (refuses
                                    ? " Events are refused below "
                                            + settings.minFree().toMegabytes() + " MB."
                                    : ""),
                    "Make room, or put aftertalk.data-dir on a larger disk (aftertalk.disk.min-free says how much must be left).");
        }
        return free < PLENTY
                ? Diagnosis.warning(name, found, "Make room: a ledger grows by some KB for each event that is kept.")
                : Diagnosis.ok(name, found);
    }
}
