package dev.aftertalk.deploy.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteFolderCopy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that get their text back, in copies of those that are shipped. */
class RouteRestoreTest {

    private static final String MAIL = "workflows/thank-you-email.camel.yaml";

    @TempDir
    private Path folder;

    private RouteFolderCopy routes;
    private RouteRestore restore;
    private Path file;

    @BeforeEach
    void copy() throws Exception {
        routes = new RouteFolderCopy(Files.createDirectories(folder.resolve("routes")));
        restore = new RouteRestore(routes.folders(), routes.check());
        file = routes.file(MAIL);
    }

    private static RouteFile version(Path path, String text) {
        return new RouteFile(path, RouteFile.Kind.ROUTES, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Path> all(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private java.util.Optional<Path> put(RouteFile version, String... known) {
        try (RouteReplacement replacement = restore.prepare(version, Set.of(known))) {
            return replacement.moveThere();
        }
    }

    @Test
    void keepTheirRightsAndLeaveNothingBeside() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        List<Path> before = all(file.getParent());
        String known = version(file, Files.readString(file)).version();

        assertThat(put(version(file, "another"), known)).isEmpty();

        assertThat(file).hasContent("another");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw----");
        assertThat(all(file.getParent())).isEqualTo(before);
    }

    @Test
    void stayAsTheyAreUntilTheyAreReplaced() throws Exception {
        String text = Files.readString(file);
        List<Path> before = all(file.getParent());
        try (RouteReplacement replacement = restore.prepare(version(file, "another"), Set.of())) {
            assertThat(replacement).isNotNull();
            assertThat(file).hasContent(text);
            assertThat(routes.read().file(file)).isPresent();
            assertThat(routes.findings())
                    .as("what lies beside is no file of routes/")
                    .isEmpty();
        }
        assertThat(file).hasContent(text);
        assertThat(all(file.getParent())).isEqualTo(before);
    }

    @Test
    void stayLinks() throws Exception {
        Path real = Files.move(file, folder.resolve("real.yaml"));
        Files.createSymbolicLink(file, real);

        put(version(file, "another"));

        assertThat(file).isSymbolicLink();
        assertThat(real).hasContent("another");
    }

    @Test
    void comeBackWithTheRightsOfTheirFolder() throws Exception {
        Path gone = routes.file("workflows/more/old.camel.yaml");
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(put(version(gone, "old"))).isEmpty();

        assertThat(gone).hasContent("old");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(gone)))
                .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(gone.getParent()))
                        .replace('x', '-'));
    }

    @Test
    void leaveATextThatIsNoVersionBeside() throws Exception {
        Files.writeString(file, "half of a long edit");
        Path aside = put(version(file, "another")).orElseThrow();

        assertThat(aside).hasContent("half of a long edit").hasFileName(".thank-you-email.camel.yaml.replaced");

        Files.writeString(file, "half of the next");
        Path next = put(version(file, "another")).orElseThrow();
        assertThat(next).hasContent("half of the next").hasFileName(".thank-you-email.camel.yaml.replaced-2");
        assertThat(aside).hasContent("half of a long edit");
        Path mail = routes.file("mail/thank-you.ftlh");
        put(new RouteFile(mail, RouteFile.Kind.TEMPLATE, Files.readAllBytes(mail)));
        assertThat(routes.read().files()).hasSize(32);
    }

    @Test
    void ofAConfigMapAreRefused() throws Exception {
        Path swapped = Files.createDirectories(routes.file("mounted/..2026_01_01"));
        Path real = Files.writeString(swapped.resolve("m.camel.yaml"), "mounted");
        Files.createSymbolicLink(routes.file("mounted/..data"), Path.of("..2026_01_01"));
        Path link = Files.createSymbolicLink(routes.file("mounted/m.camel.yaml"), Path.of("..data/m.camel.yaml"));

        assertThatThrownBy(() -> put(version(link, "another")))
                .isInstanceOf(NotRestorableException.class)
                .hasMessage(link
                        + " comes out of a volume that Kubernetes writes, such as a ConfigMap: it would not stay.");
        assertThat(real).hasContent("mounted");
    }

    /** Where nobody may write, root neither. */
    @Test
    void whereNothingCanBeWrittenAreRefused() throws Exception {
        Files.createSymbolicLink(routes.file("mounted"), Path.of("/proc/sys/abi"));
        Path there = routes.file("mounted/m.camel.yaml");
        assertThatThrownBy(() -> put(version(there, "another")))
                .isInstanceOf(NotRestorableException.class)
                .hasMessageStartingWith(there + " can't be written: ");
    }

    @Test
    void outsideOfTheFoldersAreRefused() {
        Path elsewhere = folder.resolve("elsewhere.camel.yaml");
        assertThatThrownBy(() -> put(version(elsewhere, "another")))
                .isInstanceOf(NotRestorableException.class)
                .hasMessageContaining("is in none of the folders that the settings name here");
        assertThatThrownBy(() -> put(version(routes.file("../elsewhere.camel.yaml"), "another")))
                .isInstanceOf(NotRestorableException.class);
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void areCheckedTogetherWithTheOthersBefore() throws Exception {
        String text = Files.readString(file);
        assertThat(restore.faults(version(file, text.replace("Thanks", "Greets"))))
                .isEmpty();
        assertThat(restore.faults(version(file, text.replace("steps:", "stepz:"))))
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .startsWith(file + ":13:7: unknown key 'stepz'");

        Path kamelet = routes.file("kamelets/email-sink.kamelet.yaml");
        RouteFile other = new RouteFile(
                kamelet,
                RouteFile.Kind.KAMELET,
                Files.readString(kamelet).replace("template", "templet").getBytes(StandardCharsets.UTF_8));
        assertThat(restore.faults(other))
                .as("what it would break")
                .extracting(Finding::file)
                .contains(file);

        routes.edit("workflows/csat.camel.yaml", csat -> csat.replace("steps:", "stepz:"));
        assertThat(restore.faults(version(file, text.replace("Thanks", "Greets"))))
                .as("of what is wrong elsewhere already")
                .isEmpty();
        routes.edit(MAIL, mail -> mail.replace("steps:", "stepz:"));
        assertThat(restore.faults(version(file, text)))
                .as("the way back from a bad edit")
                .isEmpty();
    }
}
