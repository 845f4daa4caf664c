package dev.aftertalk.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearseArgumentsTest {

    @TempDir
    Path folder;

    private Path routes;

    @BeforeEach
    void layOut() throws IOException {
        routes = Files.createDirectories(folder.toRealPath().resolve("routes"));
        Files.createDirectory(routes.resolve("workflows"));
        Files.createDirectory(routes.resolve("kamelets"));
        Files.createDirectory(routes.resolve("mail"));
    }

    private static void refuses(String message, String... args) {
        assertThatThrownBy(() -> RehearseArguments.of(args))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void takesValuesWithAndWithoutAnEqualsSign() {
        RehearseArguments given =
                RehearseArguments.of("--routes", routes.toString(), "--last", "7", "--all", "--mail.host=example.test");
        assertThat(given)
                .isEqualTo(RehearseArguments.of("--routes=" + routes, "--last=7", "--all", "--mail.host=example.test"));
        assertThat(given.routes()).isEqualTo(routes);
        assertThat(given.last()).isEqualTo(7);
        assertThat(given.settings()).containsExactly("--mail.host=example.test");
        assertThat(RehearseArguments.of().last()).isEqualTo(100);
    }

    @Test
    void saysHowManyEventsThereCanBe() {
        for (String last : new String[] {"0", "-1", "abc", "", "1.5", "1000000"}) {
            refuses("--last must be a number from 1 to 999999.", "--last=" + last);
        }
    }

    @Test
    void takesNoWordThatItDoesNotKnow() {
        refuses("There is no --lst=5 here.", "--lst=5");
        refuses("There is no --Last=5 here.", "--Last=5");
        refuses("There is no yesterday here.", "yesterday");
        refuses("There is no --all=yes here.", "--all=yes");
        refuses("Say --last once.", "--last=5", "--last=6");
        refuses("Say either --last or --event.", "--last=5", "--event=none.json");
    }

    @Test
    void saysWhichFolderToGive() throws IOException {
        refuses("--routes needs a folder that is laid out as routes/, such as a copy of it.", "--routes=");
        refuses("--routes needs a folder that is laid out as routes/, such as a copy of it.", "--routes");
        refuses("There is no folder " + folder.resolve("nowhere") + ".", "--routes=" + folder.resolve("nowhere"));
        Path file = Files.createFile(folder.resolve("router.camel.yaml"));
        refuses(
                file + " is a file; --routes takes a folder that is laid out as routes/, such as a copy of it.",
                "--routes=" + file);
        for (String part : new String[] {"workflows", "kamelets", "mail"}) {
            refuses(
                    routes.resolve(part) + " is a part of what is rehearsed together; write --routes=" + routes + ".",
                    "--routes=" + routes.resolve(part));
        }
        Path link = Files.createSymbolicLink(folder.resolve("link"), routes);
        assertThat(RehearseArguments.of("--routes=" + link).routes()).isEqualTo(link);
        assertThat(RehearseArguments.of("--routes=" + folder).routes()).isEqualTo(folder);
        Path part = Files.createSymbolicLink(folder.resolve("part"), routes.resolve("workflows"));
        refuses(part + " is a part of what is rehearsed together; write --routes=" + routes + ".", "--routes=" + part);
        Path nowhere = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        refuses("There is no folder " + nowhere + ".", "--routes=" + nowhere);
    }

    @Test
    void saysWhichFileToGive() {
        refuses("--event needs a file with events as iAdvize sends them.", "--event=");
        refuses(
                "There is no file " + folder.resolve("none.json") + ".",
                "--event",
                folder.resolve("none.json").toString());
        refuses(folder + " is a folder; --event takes a file with events as iAdvize sends them.", "--event=" + folder);
    }

    @Test
    void saysWhoCantReadIt() throws IOException {
        assumeThat(System.getProperty("user.name")).as("root reads everything").isNotEqualTo("root");
        Files.setPosixFilePermissions(routes, PosixFilePermissions.fromString("---------"));
        refuses(
                routes + " can't be read by " + System.getProperty("user.name")
                        + ", who runs this; change its owner or its rights.",
                "--routes=" + routes);
        Files.setPosixFilePermissions(routes, PosixFilePermissions.fromString("rwx------"));
    }
}
