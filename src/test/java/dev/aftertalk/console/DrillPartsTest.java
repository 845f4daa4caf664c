package dev.aftertalk.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.care.drill.DrillReport;
import dev.aftertalk.care.drill.TestReports;
import dev.aftertalk.ledger.history.Stretch;
import dev.aftertalk.live.TestFragment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page of a drill says, and when. */
class DrillPartsTest {

    private static final Instant ENDED = Instant.parse("2026-11-30T20:20:30Z");

    @Test
    void saysOfWhatIsOverWhatItWasThen() {
        DrillReport report = TestReports.open("over", ENDED);

        assertThat(text(report, Locale.ENGLISH))
                .contains(
                        "Nothing was lost, and nothing was done twice. Runs that still waited at the end of this report: 53.",
                        "All well again not waited for",
                        "53 at the end of this report",
                        "and was still open at the end of this report.")
                .doesNotContain("not yet", "now", "is open");
        assertThat(text(report, Locale.FRENCH))
                .contains(
                        "Exécutions qui attendaient encore à la fin de ce rapport : 53.",
                        "Tout est rentré dans l’ordre pas attendu",
                        "et était encore ouvert à la fin de ce rapport.")
                .doesNotContain("pas encore", "maintenant", "reste ouvert");
    }

    /** Their recipients have seen them twice. */
    @Test
    void doesNotDenyMailsThatWereSentOnceMore() {
        assertThat(text(TestReports.sentAgain(8), Locale.ENGLISH))
                .contains(
                        "Nothing was lost. Mails in doubt that were sent once more: 8. Their recipients may have them twice, under the same Message-ID.")
                .doesNotContain("nothing was done twice");
        assertThat(text(TestReports.sentAgain(8), Locale.FRENCH))
                .contains("Rien n’a été perdu. E-mails envoyés une seconde fois", ": 8. Leurs destinataires")
                .doesNotContain("rien n’a été fait deux fois");
        assertThat(text(TestReports.sentAgain(0), Locale.ENGLISH))
                .contains("Nothing was lost, and nothing was done twice.");
    }

    @Test
    void saysWhatIsKnownOfWhatWasBrokenOff() {
        assertThat(text(TestReports.open("broken off", null), Locale.ENGLISH))
                .contains("Fault ended with its server", "Lost not counted", "Done twice 0, as far as was seen")
                .doesNotContain("not yet", "now");
        assertThat(text(TestReports.unmet("broken off"), Locale.ENGLISH)).contains("none, as far as was seen");
    }

    @Test
    void saysWhatWasNotBegun() {
        DrillReport report = TestReports.notBegun("It could not begin.");

        assertThat(text(report, Locale.ENGLISH))
                .contains("not begun", "It could not begin.")
                .doesNotContain("Fault ended", "not yet", "met the fault", "Dead letters");
        assertThat(text(report, Locale.FRENCH)).contains("non commencé");
    }

    @Test
    void saysOfWhatIsUnderWayHowItIsNow() {
        assertThat(text(TestReports.open("running", null), Locale.ENGLISH))
                .contains("Fault ended not yet", "All well again not yet", "Lost not yet", "53 now", "and is open.")
                .doesNotContain("as far as was seen", "this report");
    }

    /** It would look like a test that was passed. */
    @Test
    void saysThatWhatNoCallMetProvesNothing() {
        assertThat(text(TestReports.unmet("over"), Locale.ENGLISH))
                .contains("No call met the fault, so this proves nothing.", "met the fault None.", "went through 31")
                .doesNotContain("Nothing was lost", "so far");
        assertThat(text(TestReports.unmet("running"), Locale.ENGLISH)).contains("None so far.", "went through 31");
    }

    /** They are those of its begin. */
    @Test
    void tellsNoFiguresWhileNothingCanBeStored() {
        assertThat(text(TestReports.underWay("disk-full", "running"), Locale.ENGLISH))
                .contains("Figures They come after its end: nothing can be stored while it lasts.")
                .doesNotContain("None", "went through", "received meanwhile", "Done twice");
        assertThat(text(TestReports.underWay("disk-full", "running"), Locale.FRENCH))
                .contains("Chiffres Ils viennent après sa fin");
        assertThat(text(TestReports.underWay("disk-full", "recovering"), Locale.ENGLISH))
                .contains("Events received meanwhile 40")
                .doesNotContain("come after its end");
    }

    /** A wrong clock is nothing that calls to other systems meet. */
    @Test
    void saysNothingOfCallsThatMetWhatNoCallMeets() {
        assertThat(text(TestReports.underWay("clock-ahead", "running"), Locale.ENGLISH))
                .contains("What was seen Calls to other systems 31")
                .doesNotContain("met the fault", "None so far", "went through");
        assertThat(text(TestReports.seen("disk-full", "webhook calls answered 503"), Locale.FRENCH))
                .contains("Ce qui a été vu appels de webhook, réponse 503 7 Appels à d’autres systèmes 31");
    }

    @Test
    void saysUntilWhenItsFaultLasts() {
        assertThat(text(TestReports.underWay("mail-cut", "running"), Locale.ENGLISH))
                .contains("Lasts until Nov 30, 2026, ", "20:30");
        assertThat(text(TestReports.underWay("mail-cut", "recovering"), Locale.ENGLISH))
                .doesNotContain("Lasts until");
    }

    @ParameterizedTest
    @CsvSource({
        "asked, Take it back, Le retirer",
        "running, End it now, Y mettre fin",
        "recovering, Do not wait any longer, Ne plus attendre"
    })
    void saysWhatItsButtonDoes(String state, String english, String french) {
        DrillReport report = TestReports.underWay("mail-cut", state);

        assertThat(text(report, Locale.ENGLISH)).endsWith(english);
        assertThat(text(report, Locale.FRENCH)).endsWith(french);
        assertThat(text(TestReports.underWay("mail-cut", "over"), Locale.ENGLISH))
                .doesNotContain(english);
    }

    @Test
    void saysWhichOneIsInTheWayOfAnother() {
        assertThat(text("drill-open", "open", TestReports.underWay("mail-cut", "running"), Locale.ENGLISH))
                .contains("Number 7 is under way: mail-cut Its fault lasts until Nov 30, 2026, ", "20:30");
        assertThat(text("drill-open", "open", TestReports.underWay("mail-cut", "recovering"), Locale.FRENCH))
                .contains("Le numéro 7 est en cours : mail-cut Sa panne est terminée");
        assertThat(text("drill-open", "open", TestReports.underWay("mail-cut", "asked"), Locale.ENGLISH))
                .contains("It has not begun yet. One at a time");
    }

    @Test
    void tellsOfDeadRunsInWholeSentences() {
        DrillReport report = TestReports.dead(
                new Stretch.Dead("thank-you-email", "To send it, replay the run with force.", 4, 4),
                new Stretch.Dead("survey-email", "the mail server answered 550", 2, 0));

        assertThat(text(report, Locale.ENGLISH))
                .contains(
                        "thank-you-email: 4, To send it, replay the run with force. It is not known of 4 whether they acted.",
                        "survey-email: 2, the mail server answered 550");
    }

    private static String text(DrillReport report, Locale locale) {
        return text("drill-parts", "drill", report, locale);
    }

    private static String text(String template, String name, DrillReport report, Locale locale) {
        Map<String, Object> model =
                Map.of(name, report, "at", ENDED, "sight", new Sight(true), "shown", new ConsoleFormat(locale, ENDED));
        byte[] html = TestFragment.ofTheProduct().html("console/" + template, model, locale);
        return Jsoup.parse(new String(html, StandardCharsets.UTF_8)).text();
    }
}
