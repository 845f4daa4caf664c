package dev.aftertalk.care.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Diagnosis.Level;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of each thing that may not be written. The user of these tests may write everything, so rights are given by hand. */
class DataRightsTest {

    @TempDir
    Path folder;

    private static Diagnosis judged(Path data, Set<Path> database, Set<Path> readOnly) {
        return new DataRights(data, database, each -> !readOnly.contains(each)).judged();
    }

    @Test
    void saysOfAFolderThatIsThereThatItCantBeWritten() {
        Diagnosis told = judged(folder, Set.of(), Set.of(folder));

        assertThat(told.level()).isEqualTo(Level.PROBLEM);
        assertThat(told.found()).isEqualTo("This user can't write in the data folder " + folder + ".");
    }

    @Test
    void saysWhereAFolderThatIsNotThereCantBeMade() {
        Path data = folder.resolve("a/data");

        assertThat(judged(data, Set.of(), Set.of(folder)).found())
                .isEqualTo("This user can't make the data folder " + data + ", as it can't write in " + folder + ".");
    }

    @Test
    void saysWhichFileOfTheDatabaseItIs() {
        Path database = folder.resolve("aftertalk.db");
        Path log = folder.resolve("aftertalk.db-wal");

        assertThat(judged(folder, Set.of(database, log), Set.of(log)).found())
                .isEqualTo("This user can't write to the database's file " + log + ".");
        assertThat(judged(folder, Set.of(database), Set.of(folder, database)).found())
                .isEqualTo("This user can't write in the data folder " + folder + ", nor write to the database's file "
                        + database + ".");
    }

    @Test
    void isContentWithWhatMayBeWritten() {
        Path data = folder.resolve("data");

        assertThat(judged(folder, Set.of(folder.resolve("aftertalk.db")), Set.of()))
                .isEqualTo(Diagnosis.ok("Permissions of the data folder", "This user can write in " + folder + "."));
        assertThat(judged(data, Set.of(), Set.of()).found()).isEqualTo(data + " is made at the first start.");
    }
}
