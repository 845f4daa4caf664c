package dev.aftertalk.care.doctor;

import dev.aftertalk.diagnosis.Diagnosis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether this user may write what a server writes.
 *
 * @param folder of the data, which the first start makes
 * @param database its files that are there, wherever that is
 * @param writable whether this user may write a file or folder that is there
 */
record DataRights(Path folder, Set<Path> database, Predicate<Path> writable) {

    private static final String NAME = "Permissions of the data folder";

    Diagnosis judged() {
        List<String> not = new ArrayList<>();
        Path there = folder.toAbsolutePath();
        boolean isThere = Files.isDirectory(there);
        while (!Files.isDirectory(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!writable.test(there)) {
            not.add(
                    isThere
                            ? "write in the data folder " + there
                            : "make the data folder " + folder + ", as it can't write in " + there);
        }
        database.stream().filter(writable.negate()).forEach(file -> not.add("write to the database's file " + file));
        if (!not.isEmpty()) {
            return Diagnosis.problem(
                    NAME,
                    "This user can't " + String.join(", nor ", not) + ".",
                    "Give it to the user that the server runs as (chown -R), and run doctor as that user.");
        }
        return Diagnosis.ok(
                NAME, isThere ? "This user can write in " + folder + "." : folder + " is made at the first start.");
    }
}
