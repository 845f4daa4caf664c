package dev.aftertalk.promo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.WaitingRuns;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Codes from files, as people and spreadsheets write them, into a real database. */
@ExtendWith(OutputCaptureExtension.class)
class CodeFilesTest {

    @TempDir
    Path data;

    @TempDir
    Path codes;

    private PromoDatabase database;
    private CodeFolders folders;

    @BeforeEach
    void open() {
        database = PromoDatabase.sqlite(data);
        folders = folders(null);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void readsOneCodeALineWithoutAHeader() throws IOException {
        load("A-1\nA-2\n\n  A-3  \nA-1");
        assertThat(loaded()).containsExactly("A-1", "A-2", "A-3");
    }

    @Test
    void readsTheColumnNamedCode() throws IOException {
        load("\uFEFFid;Code;\"worth; in words\"\r\n1;A-1;\"10 %; all\"\r\n\r\n2;\"A-2\";\"a \"\"quote\"\"\"\r\n");
        assertThat(loaded()).containsExactly("A-1", "A-2");
    }

    @Test
    void readsTheColumnTheSettingsName() throws IOException {
        folders = folders("Gutschein");
        load("code,gutschein\nnot-this,A-1\n");
        assertThat(loaded()).containsExactly("A-1");
    }

    @Test
    void saysFileAndLineOfWhatItRejectsAndLoadsTheRest(CapturedOutput output) throws IOException {
        load("code,worth\nA-1,10\n<b>,10\nA-2\n\"A-3,10\n\"A-4\"x,10\nA 5,10\n,\nA\u0000-6,10\n\u202EA-7,10\nA-8,10\n"
                + "x".repeat(20_000) + ",10\n");
        assertThat(loaded()).containsExactly("A-1", "A-8");
        assertThat(output.getAll())
                .contains("codes.csv:3 holds no usable code: a code has 1 to 64 letters")
                .contains("codes.csv:4 has 1 columns instead of 2")
                .contains("codes.csv:5 has a quote that is not closed")
                .contains("codes.csv:6 has a quote")
                .contains("codes.csv:7 holds no usable code")
                .contains("codes.csv:12 is longer than 10000 characters")
                .contains("2 new codes for the campaign c, 0 that were there already, 9 lines rejected")
                .doesNotContain("<b>");
    }

    @Test
    void refusesAFileInWhichNobodyCanTellTheCodes(CapturedOutput output) throws IOException {
        load("1,A-1\n2,A-2\n");
        assertThat(loaded()).isEmpty();
        assertThat(output.getAll()).contains("codes.csv:1 has several columns and none is named code");
    }

    @Test
    void loadsTheSameContentOnceAndAddsWhatIsNew(CapturedOutput output) throws IOException {
        load("A-1\nA-2\n");
        Files.copy(codes.resolve("codes.csv"), codes.resolve("copy.csv"));
        settle("copy.csv");
        folders(null).look();
        assertThat(output.getAll()).doesNotContain("copy.csv");

        load("A-1\nA-2\nA-3\n");
        assertThat(loaded()).containsExactly("A-1", "A-2", "A-3");
        assertThat(database.pool().level("c")).isEqualTo(new CodePool.Level(3, 0));
        assertThat(output.getAll()).contains("1 new codes for the campaign c, 2 that were there already");
    }

    @Test
    void waitsForAFileThatIsStillBeingWritten() throws IOException {
        write("A-1\nA-");
        Files.setLastModifiedTime(
                codes.resolve("codes.csv"), FileTime.from(Instant.now().plusSeconds(60)));
        folders.look();
        assertThat(loaded()).isEmpty();
        write("A-1\nA-23\n");
        Files.setLastModifiedTime(
                codes.resolve("codes.csv"), FileTime.from(Instant.now().plusSeconds(61)));
        folders.look();
        assertThat(loaded()).isEmpty();
        folders.look();
        assertThat(loaded()).containsExactly("A-1", "A-23");
    }

    @Test
    void givesCodesOutInTheOrderOfTheFile() throws IOException {
        load("Z\nB\nA\n");
        PromoCodes promo = database.codes(PromoDatabase.settings(Map.of("c", PromoDatabase.csv(codes, null))));
        List<String> given = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            given.add(PromoCodesContract.code(promo, "c", PromoCodesContract.visitor(i), "e"));
        }
        assertThat(given).containsExactly("Z", "B", "A");
    }

    @Test
    void complainsOnceAboutAFolderThatIsMissing(CapturedOutput output) throws IOException {
        Files.delete(codes);
        folders.look();
        folders.look();
        assertThat(output.getAll().split("is no folder; create it", -1)).hasSize(2);
        Files.createDirectory(codes);
        load("A-1");
        assertThat(loaded()).containsExactly("A-1");
    }

    @Test
    void streamsALargeFile() throws IOException {
        int lines = Integer.getInteger("test.promo.lines", 50_000);
        try (BufferedWriter out = Files.newBufferedWriter(codes.resolve("codes.csv"))) {
            for (int i = 0; i < lines; i++) {
                out.write("LARGE-" + i + "\r\n");
            }
        }
        settle("codes.csv");
        folders.look();
        assertThat(database.pool().level("c").free()).isEqualTo(lines);
        assertThat(database.count("SELECT count(*) FROM promo_code")).isEqualTo(lines);
    }

    private CodeFolders folders(String column) {
        PromoSettings settings = PromoDatabase.settings(Map.of(
                "c",
                new PromoSettings.CampaignSettings(
                        PromoSettings.Source.CSV, codes, column, null, null, null, null, null)));
        return new CodeFolders(
                new Campaigns(settings),
                database.pool(),
                new WaitingRuns(database.client(), database.writes(), Set::of),
                settings);
    }

    private void load(String content) throws IOException {
        write(content);
        settle("codes.csv");
        folders.look();
    }

    private void write(String content) throws IOException {
        Files.writeString(codes.resolve("codes.csv"), content, StandardCharsets.UTF_8);
    }

    /** As if it had been there for a minute. */
    private void settle(String file) throws IOException {
        Files.setLastModifiedTime(
                codes.resolve(file), FileTime.from(Instant.now().minusSeconds(60)));
    }

    private List<String> loaded() {
        return database.client()
                .sql("SELECT code FROM promo_code ORDER BY code")
                .query(String.class)
                .list();
    }
}
