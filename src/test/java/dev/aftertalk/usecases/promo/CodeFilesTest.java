package dev.aftertalk.usecases.promo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.access.TestAudit;
import dev.aftertalk.ledger.waiting.WaitingRuns;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
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
                .contains("2 new codes for the campaign c, 0 that were there already, 8 lines rejected")
                .doesNotContain("<b>");
    }

    @Test
    void refusesAFileInWhichNobodyCanTellTheCodes(CapturedOutput output) throws IOException {
        load("1,A-1\n2,A-2\n");
        assertThat(loaded()).isEmpty();
        assertThat(output.getAll()).contains("codes.csv:1 has several columns and none is named code");
    }

    /** Each would otherwise take the lines after it along. */
    @Test
    void losesOnlyTheLineOfAQuoteThatIsNeverClosed(CapturedOutput output) throws IOException {
        load("code,size\n\"A-1,10\nA-2,5\"\n\"A-3,10\nA-4,10\nA-5,\"x\n" + "A-6,10\n".repeat(30) + "A-7,\"y\"\n");
        assertThat(loaded()).containsExactly("A-2", "A-4", "A-6", "A-7");
        assertThat(output)
                .contains("codes.csv:2 has a quote that is not closed")
                .contains("codes.csv:4 has a quote that is not closed")
                .contains("codes.csv:6 has a quote that is not closed")
                .contains("3 lines rejected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Codes of the summer;;\r\n;;\r\nCode;Worth;Note\r\nA-1;1;\r\n",
                "Summer\r\n\r\nCode;Worth;Note\r\nA-1;1;\r\n",
                "Codes of the summer\r\n\r\nCode\r\nA-1\r\n"
            })
    void saysToTakeAwayATitle(String content, CapturedOutput output) throws IOException {
        load(content);
        assertThat(loaded()).isEmpty();
        assertThat(output)
                .contains(
                        "codes.csv:1 is not the header, which stands in line 3: take away what stands above the header")
                .contains("None of its codes were loaded");
    }

    @Test
    void takesACodeThatReadsLikeAHeaderForACode() throws IOException {
        load("A-1\nCODE\nA-2\n");
        assertThat(loaded()).containsExactly("A-1", "A-2", "CODE");
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
    void waitsForALastLineWithoutAnEndWhateverTheFilesTimeSays() throws IOException {
        write("A-1\nA-");
        settle("codes.csv");
        folders.look();
        assertThat(loaded()).isEmpty();
        write("A-1\nA-23");
        settle("codes.csv");
        folders.look();
        assertThat(loaded()).isEmpty();
        folders.look();
        assertThat(loaded()).containsExactly("A-1", "A-23");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("saved")
    void readsAFileHoweverItWasSaved(String name, byte[] content) throws IOException {
        load(name, content);
        assertThat(loaded()).containsExactly("A-1", "A-2");
    }

    static Stream<Arguments> saved() {
        String lines = "code;worth\nA-1;10 €\nA-2;été\n";
        String windows = lines.replace("\n", "\r\n");
        return Stream.of(
                Arguments.of("utf-8.csv", lines.getBytes(StandardCharsets.UTF_8)),
                Arguments.of("windows.CSV", windows.getBytes(StandardCharsets.UTF_8)),
                Arguments.of("mark.Csv", ("\uFEFF" + windows).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("utf-16.csv", ("\uFEFF" + windows.replace(';', '\t')).getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of("utf-16be.csv", ("\uFEFF" + lines).getBytes(StandardCharsets.UTF_16BE)),
                Arguments.of("ansi.csv", windows.getBytes(Charset.forName("windows-1252"))),
                Arguments.of("mac.csv", lines.replace('\n', '\r').getBytes(StandardCharsets.UTF_8)),
                Arguments.of("sep.csv", ("\uFEFFsep=;\r\n" + windows).getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "quoted sep.csv", ("\"SEP=|\"\n" + lines.replace(';', '|')).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("comma.csv", ("sep=,\n" + lines.replace(';', ',')).getBytes(StandardCharsets.UTF_8)),
                Arguments.of("tab.csv", lines.replace(';', '\t').getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "comma in a header.csv",
                        "Gutschein-Code,\"worth; in words\"\nA-1,a\nA-2,b\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("one column.csv", "sep=;\r\nA-1\r\nA-2\r\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "two together.csv",
                        "\uFEFFcode;worth\nA-1;1\n\uFEFFcode;worth\nA-2;1\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("header twice.csv", "Code\nA-1\nCode\nA-2\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("two with sep.csv", "sep=;\nA-1\nsep=;\nA-2".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("blanks.csv", "code\nA-1\u00A0\n\u200BA-2 \n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "formula.csv", "code,x\n\"=\"\"A-1\"\"\",1\n=\"A-2\",1\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "line break in a cell.csv",
                        "\uFEFFcode;note\r\nA-1;\"first line\nsecond; \"\"line\"\"\"\r\nA-2;b\r\n"
                                .getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "line break before the code.csv",
                        "note,code\r\n\"a\r\n\r\nb\",A-1\r\nc,A-2\r\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "line break in a header.csv",
                        "note;\"Promo\nCode\"\r\na;A-1\r\nnote;\"Promo\nCode\"\r\nb;A-2\r\n"
                                .getBytes(StandardCharsets.UTF_8)),
                Arguments.of(
                        "empty rows.csv",
                        "\uFEFF;;\r\n; ;\u00A0\r\ncode;worth;note\r\nA-1;1;\r\n;;\r\nA-2;2;x\r\n;;\r\n"
                                .getBytes(StandardCharsets.UTF_8)),
                Arguments.of("empty cells.csv", "worth,code,a,b\n1,A-1,,\n1,A-2,x\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void givesNobodyWhatASpreadsheetMadeOfACode(CapturedOutput output) throws IOException {
        load("code\n1.23457E+15\n\"1,5E+12\"\n#NAME?\n#N/A\n#NV\n####\n#SUMMER\n1E5\nA+20\n");
        assertThat(loaded()).containsExactly("#SUMMER", "1E5", "A+20");
        assertThat(output)
                .contains("codes.csv:2 holds a number that a spreadsheet has shortened; format the column as text")
                .contains("codes.csv:3 holds a number")
                .contains("codes.csv:4 holds what a spreadsheet writes instead of a code; format the column as text")
                .contains("codes.csv:7 holds what");
    }

    @Test
    void guessesNoLetterOfACode(CapturedOutput output) throws IOException {
        load("ansi.csv", "A-1\nÉTÉ-2\n".getBytes(Charset.forName("windows-1252")));
        assertThat(loaded()).containsExactly("A-1");
        assertThat(output)
                .contains("ansi.csv:2 holds a code with other than plain letters, and the file is not in UTF-8")
                .contains("Save the file as \"CSV UTF-8\"");
    }

    @Test
    void saysOfWhatIsNoTextHowToSaveIt(CapturedOutput output) throws IOException {
        load("wide.csv", "A-1\nA-2\n".getBytes(StandardCharsets.UTF_16LE));
        load("book.xlsx", new byte[] {'P', 'K', 3, 4});
        load("codes.csv.txt", "A-3\n".getBytes(StandardCharsets.UTF_8));
        load("~$book.xlsx", new byte[0]);
        assertThat(loaded()).isEmpty();
        assertThat(output)
                .contains("wide.csv:1 is no text, or one in UTF-16 without a byte order mark; save it as \"CSV UTF-8\"")
                .contains("book.xlsx is not read: save it as \"CSV UTF-8\", with a name that ends with .csv")
                .contains("codes.csv.txt is not read")
                .doesNotContain("~$book");
    }

    @Test
    void loadsWhatALinkHasBeenMovedTo() throws IOException {
        for (String version : List.of("one", "two")) {
            Path file = Files.createDirectories(data.resolve(version)).resolve("codes.csv");
            Files.writeString(file, version.equals("one") ? "A-1\n" : "A-2\n");
            Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        }
        Path link = data.resolve("..data");
        Files.createSymbolicLink(link, Path.of("one"));
        Files.createSymbolicLink(codes.resolve("codes.csv"), link.resolve("codes.csv"));
        folders.look();
        assertThat(loaded()).containsExactly("A-1");

        Files.delete(link);
        folders.look(); // between the two it leads nowhere
        Files.createSymbolicLink(link, Path.of("two"));
        folders.look();
        assertThat(loaded()).containsExactly("A-1", "A-2");
    }

    @Test
    void loadsTheOthersWhenOneFileCantBeRead(CapturedOutput output) throws IOException {
        Files.createSymbolicLink(codes.resolve("a.csv"), codes.resolve("nowhere"));
        load("A-1\n");
        assertThat(loaded()).containsExactly("A-1");
        assertThat(output.getAll().split("a.csv can't be loaded now, and will be tried again", -1))
                .hasSize(2);
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

    @Test
    void givesEachCampaignItsColumnOfTheSameFiles() throws IOException {
        PromoSettings settings = PromoDatabase.settings(Map.of("ten", csv("ten"), "twenty", csv("twenty")));
        folders = foldersOf(settings);
        load("ten,twenty\nA-1,B-1\n");
        assertThat(loaded()).containsExactly("A-1", "B-1");
    }

    @Test
    void leavesOutACampaignThatWouldGiveTheCodesOfAnotherOutAgain() throws IOException {
        Path link = Files.createSymbolicLink(data.resolve("link"), codes);
        Campaigns campaigns = new Campaigns(PromoDatabase.settings(
                Map.of("a", PromoDatabase.csv(codes, null), "b", PromoDatabase.csv(link, null))));
        assertThat(campaigns.all()).hasSize(1);
        assertThat(campaigns.faults())
                .singleElement()
                .satisfies(
                        fault -> assertThat(fault.problem())
                                .matches(
                                        "promo\\.campaigns\\.[ab]\\.folder is .*, whose codes the campaign [ab] gives out already: .*"));
    }

    @Test
    void aFileThatIsSentIsLookedAtFirstAndThenOneOfTheFolder() throws IOException {
        load("A-1\n");
        CodeUploads uploads = uploads();
        byte[] sent = "A-1\nA-2\n1.23457E+15\nA-3".getBytes(StandardCharsets.UTF_8);

        CodeUploads.Codes seen = uploads.look("c", sent);
        assertThat(seen.codes()).isEqualTo(3);
        assertThat(seen.fresh()).isEqualTo(2);
        assertThat(seen.first()).extracting(CodeUploads.Rejected::line).containsExactly(3L);
        assertThat(loaded()).containsExactly("A-1");
        assertThat(names()).containsExactly("codes.csv");

        assertThat(uploads.load("c", "codes.csv", sent, "anna").file()).isEqualTo("codes (2).csv");
        assertThat(loaded()).containsExactly("A-1", "A-2", "A-3");
        folders.look();
        assertThat(loaded()).containsExactly("A-1", "A-2", "A-3");
        assertThat(names()).containsExactly("codes (2).csv", "codes.csv");
        assertThat(uploads.pools()).containsExactly(new CodeUploads.Pool("c", codes.toString(), null, 0, 3L, null));
        assertThat(audit()).containsExactly("anna promo.loaded c codes (2).csv: 2");
    }

    @Test
    void keepsNothingOfAFileThatCantBeUsed() throws IOException {
        CodeUploads uploads = uploads();
        byte[] columns = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> uploads.load("c", "new.csv", columns, "anna"))
                .isInstanceOf(CodeUploads.NotLoadedException.class)
                .hasMessageStartingWith("Line 1 has several columns and none is named code");
        for (String name : List.of("new.xlsx", "../new.csv", "", ".csv", "a/b.csv", "a\\b.csv")) {
            assertThatThrownBy(() -> uploads.load("c", name, "A-1\n".getBytes(StandardCharsets.UTF_8), "anna"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ends with .csv");
        }
        assertThatThrownBy(() -> uploads.look("none", columns)).isInstanceOf(NoSuchElementException.class);
        assertThat(names()).isEmpty();
        assertThat(loaded()).isEmpty();
    }

    private CodeUploads uploads() {
        PromoSettings settings = PromoDatabase.settings(Map.of("c", csv(null)));
        return new CodeUploads(
                new Campaigns(settings), database.pool(), TestAudit.on(database.client(), database.writes()));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(codes)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> audit() {
        return database.client()
                .sql("SELECT who || ' ' || what || ' ' || about || ' ' || detail FROM audit_entry")
                .query(String.class)
                .list();
    }

    private CodeFolders folders(String column) {
        return foldersOf(PromoDatabase.settings(Map.of("c", csv(column))));
    }

    private PromoSettings.CampaignSettings csv(String column) {
        return new PromoSettings.CampaignSettings(
                PromoSettings.Source.CSV, codes, column, null, null, null, null, null);
    }

    private CodeFolders foldersOf(PromoSettings settings) {
        return new CodeFolders(
                new Campaigns(settings),
                database.pool(),
                new WaitingRuns(database.client(), database.writes(), Set::of),
                settings);
    }

    private void load(String content) throws IOException {
        write(content);
        settle("codes.csv");
        look();
    }

    /** Twice: a file whose last line has no end waits for the second look. */
    private void look() {
        folders.look();
        folders.look();
    }

    private void load(String name, byte[] content) throws IOException {
        Files.write(codes.resolve(name), content);
        settle(name);
        look();
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
