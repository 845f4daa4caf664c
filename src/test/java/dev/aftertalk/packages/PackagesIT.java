package dev.aftertalk.packages;

import static dev.aftertalk.packages.Builds.built;
import static dev.aftertalk.packages.Builds.has;
import static dev.aftertalk.packages.Builds.routes;
import static dev.aftertalk.packages.Builds.run;
import static dev.aftertalk.packages.Builds.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build has put into the packages. That they work was tried by hand, as {@code src/docs/installing.md} says. */
class PackagesIT {

    @TempDir
    Path folder;

    @Test
    void theArchiveIsAServersFolder() throws Exception {
        assumeTrue(has("tar"), "needs tar");
        run("tar", "xzf", built("aftertalk-\\d.*\\.tar\\.gz"), "-C", folder, "--strip-components=1");
        assertThat(folder.resolve("aftertalk.jar")).hasSize(Files.size(Path.of("target/aftertalk.jar")));
        assertThat(folder.resolve("lib")).isEmptyDirectory();
        assertThat(folder.resolve("optional/aftertalk-mcp.jar")).exists();
        assertThat(folder.resolve("jvm.options")).exists();
        assertThat(routes()).isNotEmpty().allSatisfy(file -> assertThat(folder.resolve(file))
                .hasSameBinaryContentAs(Path.of(file)));
        // What it would hold soon is secret.
        assertThat(run("stat", "-c", "%a", folder.resolve("application.properties")))
                .isEqualTo("600\n");
        assertThat(run(folder.resolve("aftertalk"), "--help")).contains("java -jar aftertalk.jar check");
    }

    @Test
    void theDebianPackageLeavesWhatIsEditedAndShowsNobodyTheSecrets() throws Exception {
        assumeTrue(has("dpkg-deb"), "needs dpkg");
        Path deb = built("aftertalk_.*\\.deb");
        run("dpkg-deb", "--control", deb, folder);
        List<String> edited =
                new ArrayList<>(List.of("/etc/aftertalk/application.properties", "/etc/aftertalk/jvm.options"));
        routes().forEach(file -> edited.add("/etc/aftertalk/" + file));
        assertThat(folder.resolve("conffiles")).content().satisfies(text -> assertThat(text.lines())
                .containsExactlyInAnyOrderElementsOf(edited));
        assertThat(run("dpkg-deb", "--contents", deb))
                .containsPattern("-rw-r----- root/root .* \\./etc/aftertalk/application\\.properties\n")
                .containsPattern("-rwxr-xr-x root/root .* \\./usr/bin/aftertalk\n")
                .containsPattern("-rwxr-xr-x root/root .* \\./usr/share/aftertalk/aftertalk\n")
                .containsPattern("-rwxr-xr-x root/root .* \\./usr/share/aftertalk/backup\n")
                .containsPattern("-rw-r--r-- root/root .* \\./lib/systemd/system/aftertalk-backup\\.timer\n")
                .doesNotContain("/var/");
        for (String script : List.of("postinst", "prerm", "postrm")) {
            assertThat(folder.resolve(script)).isExecutable();
            run("sh", "-n", folder.resolve(script));
        }
    }

    /** It is run by hand: it takes a mirror of Debian. */
    @Test
    void theImagesScriptCanBeRead() throws Exception {
        run("sh", "-n", "src/package/image/build");
    }

    @Test
    void systemdUnderstandsTheUnitsAndFindsThemConfined() throws Exception {
        assumeTrue(has("dpkg-deb") && has("systemd-analyze"), "needs dpkg and systemd");
        run("dpkg-deb", "--extract", built("aftertalk_.*\\.deb"), folder);
        Path units = folder.resolve("lib/systemd/system");
        Path server = units.resolve("aftertalk.service");
        Path backup = units.resolve("aftertalk-backup.service");
        // It fails, since what the units start is not installed; a line about a file begins with its path.
        assertThat(start("systemd-analyze", "verify", server, backup, units.resolve("aftertalk-backup.timer"))
                        .printed())
                .doesNotContain(units + "/");
        run("systemd-analyze", "security", "--offline=true", "--threshold=20", server, backup);
    }
}
