package dev.aftertalk.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the docs say that is said is said, to the letter. */
class EditingDocsTest {

    private static final Path DOCS = Path.of("src/docs/editing.md");

    @TempDir
    Path folder;

    @Test
    void saysWhatTheTableShows() throws Exception {
        List<String> said = new ArrayList<>();
        for (Edited each : Edited.all()) {
            said.addAll(each.findings(Files.createTempDirectory(folder, "edit")));
        }
        said.addAll(wholeFiles());

        List<String> shown = rows();
        assertThat(shown).hasSizeGreaterThan(55);
        assertThat(shown.stream().filter(row -> said.stream().noneMatch(each -> isLike(each, row))))
                .isEmpty();
    }

    private List<String> wholeFiles() throws IOException {
        List<String> said = new ArrayList<>();
        for (byte[] bytes : List.of(new byte[0], "# caf\u00e9".getBytes(StandardCharsets.ISO_8859_1))) {
            RouteFolderCopy copy = new RouteFolderCopy(Files.createTempDirectory(folder, "whole"));
            copy.write("workflows/csat.camel.yaml", bytes);
            copy.findings().forEach(each -> said.add(each.problem()));
        }
        RouteFolderCopy copied = new RouteFolderCopy(Files.createTempDirectory(folder, "copied"));
        copied.write("workflows/my.camel.yaml", Files.readAllBytes(copied.file("workflows/csat.camel.yaml")));
        copied.findings()
                .forEach(each -> said.add(each.problem().replace(copied.file("").toString(), "routes")));
        return said;
    }

    /** What is shown as said, each alone, with … for what is left out. */
    private static List<String> rows() throws IOException {
        return Files.readAllLines(DOCS).stream()
                .dropWhile(line -> !line.startsWith("| typed | said |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("| "))
                .map(line -> line.replace("\\|", "\uE000").split("\\|")[2].strip())
                .flatMap(row -> Arrays.stream(row.split(" / ")))
                .map(row -> row.replace("\uE000", "|").replace("\\<", "<"))
                .collect(Collectors.toList());
    }

    private static boolean isLike(String said, String row) {
        String doubt = "warning: ";
        if (row.startsWith(doubt) != said.startsWith(doubt)) {
            return false;
        }
        int at = 0;
        if (said.contains(row)) {
            return true;
        }
        for (String part : row.replace(doubt, "").split("…")) {
            int found = said.indexOf(part.strip(), at);
            if (found < 0) {
                return false;
            }
            at = found + part.strip().length();
        }
        return true;
    }
}
