package dev.aftertalk.usecases.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.access.Scope;
import dev.aftertalk.access.TestLogins;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class DashboardPagesTest extends DashboardApp {

    private static final String HOSTILE =
            "=cmd|'/c calc'!A1 <script>alert(1)</script> ${7*7} #{7*7} <#list 1..3 as x>x</#list> \u202Eevil \uD83D\uDE00";

    @Test
    void showsTheFiguresThatTheApiGives() throws Exception {
        for (int score : new int[] {5, 4, 4, 2, 1, 5, 3}) {
            answer(81, id(), Instant.parse("2026-03-02T10:00:00Z"), "customerSatisfaction", "" + score);
        }
        for (int score : new int[] {10, 9, 7, 0}) {
            answer(81, id(), Instant.parse("2026-03-05T10:00:00Z"), "netPromoterScore", "" + score);
        }
        Browsing browser = as("viewer");
        String which = "from=2026-03-01&to=2026-03-07&project=81";
        awaitFigure(browser, "/dashboard?" + which, "#stat-nps .of", "4 answers");
        awaitFigure(browser, "/dashboard?" + which, "#stat-csat .of", "7 ratings · average 3.4 of 5");
        Document page = browser.page("/dashboard?" + which);
        JsonNode api = json(browser.get("/api/satisfaction?" + which));
        assertThat(page.select("#stat-csat .figure").text()).isEqualTo(tenths(api.at("/csat/score")) + "%");
        assertThat(page.select("#stat-nps .figure").text()).isEqualTo("+" + tenths(api.at("/nps/score")));
        List<String> shown = page.select("#trend-rows tr").eachText();
        assertThat(shown).hasSize(api.get("trend").size()).contains("Mar 2 57.1% – 7", "Mar 5 – +25.0 0");
        JsonNode drawn = new ObjectMapper().readTree(page.select("#charts").attr("data-charts"));
        assertThat(drawn.at("/csat/values").toString()).isEqualTo("[1,1,1,2,2]");
        JsonNode byProject = json(browser.get("/api/satisfaction/breakdown?by=project&" + which));
        assertThat(page.select("#by-project tr").eachText())
                .containsExactly("81 " + tenths(byProject.at("/rows/0/csat")) + "% 7 +25.0 – 0 0");
    }

    @Test
    void showsInTheFragmentWhatIsOnThePage() throws Exception {
        answer(82, id(), Instant.parse("2026-03-02T10:00:00Z"), "customerSatisfaction", "5");
        Browsing browser = as("viewer");
        String which = "from=2026-03-01&to=2026-03-07&project=82";
        awaitFigure(browser, "/dashboard/figures?" + which, "#stat-csat .figure", "100.0%");
        Document page = browser.page("/dashboard?" + which);
        Document fragment = browser.page("/dashboard/figures?" + which);
        assertThat(fragment.select("[data-live]").eachAttr("id"))
                .contains("stat-csat", "charts", "by-operator", "said");
        for (Element live : fragment.select("[data-live]")) {
            assertThat(page.getElementById(live.id())).as(live.id()).isNotNull();
            assertThat(page.getElementById(live.id()).outerHtml()).isEqualTo(live.outerHtml());
        }
    }

    @Test
    void countsADayAsLongAsTheClocksMakeIt() throws Exception {
        // Paris: 29 March 2026 has 23 hours, 25 October 25.
        String[][] days = {
            {"2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"},
            {"2025-10-26", "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z"}
        };
        for (String[] day : days) {
            answer(83, id(), Instant.parse(day[1]).minusMillis(1), "customerSatisfaction", "1");
            answer(83, id(), Instant.parse(day[1]), "customerSatisfaction", "5");
            answer(83, id(), Instant.parse(day[2]).minusMillis(1), "customerSatisfaction", "4");
            answer(83, id(), Instant.parse(day[2]), "customerSatisfaction", "1");
        }
        Browsing browser = as("viewer");
        awaitFigure(browser, "/dashboard?from=2025-01-01&to=2026-12-31&project=83", "#stat-csat .of", "8 ratings .*");
        for (String[] day : days) {
            Document page = browser.page("/dashboard?from=" + day[0] + "&to=" + day[0] + "&project=83");
            assertThat(page.select("#stat-csat").text()).startsWith("100.0% 2 ratings");
            assertThat(page.select("#trend-rows tr")).hasSize(day[0].contains("-03-") ? 23 : 25);
        }
    }

    @Test
    void movesThePastWhenAnAnswerIsCorrected() throws Exception {
        String conversation = id();
        answer(84, conversation, Instant.parse("2026-02-02T10:00:00Z"), "customerSatisfaction", "5");
        Browsing browser = as("viewer");
        String path = "/dashboard?from=2026-02-01&to=2026-02-07&project=84";
        awaitFigure(browser, path, "#stat-csat .figure", "100.0%");
        answer(84, conversation, Instant.parse("2026-02-03T10:00:00Z"), "customerSatisfaction", "2");
        awaitFigure(browser, path, "#stat-csat .figure", "0.0%");
        assertThat(browser.page(path).select("#trend-rows tr").eachText()).contains("Feb 2 – – 0", "Feb 3 0.0% – 1");
    }

    @Test
    void showsWhatVisitorsWroteAsPlainTextAndToOperatorsAlone() throws Exception {
        answer(85, id(), Instant.parse("2026-02-12T10:00:00Z"), "satisfactionComment", json(HOSTILE));
        String which = "from=2026-02-11&to=2026-02-13&project=85";
        Browsing operator = as("operator");
        awaitFigure(operator, "/dashboard?" + which, ".comments .said", ".*calc.*");
        Document page = operator.page("/dashboard?" + which);
        assertThat(page.select(".comments .said").first().wholeText()).isEqualTo(HOSTILE);
        assertThat(page.select("script:not([src])")).isEmpty();
        for (String path :
                new String[] {"/dashboard?", "/dashboard/figures?", "/dashboard/export.csv?", "/dashboard?wall&"}) {
            assertThat(as("viewer").get(path + which).body()).as(path).doesNotContain("calc");
        }
        assertThat(operator.get("/dashboard?wall&" + which).body()).doesNotContain("calc");
        assertThat(exportsOfComments()).isZero();
        assertThat(operator.get("/dashboard/export.csv?" + which).body()).contains(",\"Comment\",\"'" + HOSTILE + "\"");
        assertThat(exportsOfComments()).isOne();
    }

    private long exportsOfComments() {
        return context.getBean(JdbcClient.class)
                .sql("SELECT count(*) FROM audit_entry WHERE what = 'comments.exported' AND about LIKE '2026-02-11%'")
                .query(Long.class)
                .single();
    }

    @Test
    void givesCommentsThroughTheApiToThoseWhoMayOperate() throws Exception {
        String path = "/api/satisfaction/comments";
        assertThat(as("viewer").get(path).statusCode()).isEqualTo(403);
        assertThat(as("operator").get(path).statusCode()).isEqualTo(200);
        Browsing nobody = new Browsing(port, null);
        String read = TestLogins.token(context, Scope.READ);
        String both = TestLogins.token(context, Scope.READ, Scope.OPERATE);
        assertThat(nobody.get(path, "Authorization", read).statusCode()).isEqualTo(403);
        assertThat(nobody.get(path, "Authorization", both).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "range=fortnight|This time is not known",
                "range=custom|can’t be read",
                "from=2026-02-30|can’t be read",
                "range=custom&from=yesterday&to=2026-01-01|can’t be read",
                "from=2026-03-02&to=2026-03-01|is after the last",
                "from=1970-01-02&to=2026-03-01|too long",
                "project=all|can’t be read",
                "operator=%00|can’t be read"
            })
    void saysOnThePageWhatIsWrongWithItsAddress(String query, String message) throws Exception {
        Browsing browser = as("viewer");
        HttpResponse<String> page = browser.get("/dashboard?" + query);
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains(message).contains("All projects");
        assertThat(browser.get("/dashboard/figures?" + query).statusCode()).isEqualTo(400);
        HttpResponse<String> export = browser.get("/dashboard/export.csv?" + query);
        assertThat(export.statusCode()).isEqualTo(302);
        assertThat(export.headers().firstValue("Location").orElseThrow()).endsWith("/dashboard?" + query);
    }

    @Test
    void writesFiguresAsTheReadersLanguageDoes() throws Exception {
        answer(86, id(), Instant.parse("2026-02-22T10:00:00Z"), "customerSatisfaction", "5");
        Browsing browser = as("viewer");
        String which = "from=2026-02-21&to=2026-02-23&project=86";
        awaitFigure(browser, "/dashboard?" + which, "#stat-csat .figure", "100.0%");
        Document page = browser.page("/dashboard?" + which, "Accept-Language", "fr");
        assertThat(page.select("html").attr("lang")).isEqualTo("fr");
        assertThat(page.select("#stat-csat").text()).startsWith("100,0\u202f% 1 note · moyenne de 5,0 sur 5");
        String csv = browser.get("/dashboard/export.csv?" + which, "Accept-Language", "fr")
                .body();
        assertThat(csv)
                .startsWith("\ufeff\"Type\";\"Du\";\"Au\";\"Identifiant\";")
                .contains("\"Total\";\"2026-02-21 00:00:00\";\"2026-02-24 00:00:00\";;;100,0;;1;");
    }

    @Test
    void showsTheWallWithoutNavigation() throws Exception {
        Document wall = as("operator").page("/dashboard?wall&range=today");
        assertThat(wall.select("nav")).isEmpty();
        assertThat(wall.select(".stat .figure")).hasSize(4);
        assertThat(wall.select("[data-source]").attr("data-source")).isEqualTo("/dashboard/figures?range=today&wall=");
        assertThat(wall.select("a.leave").attr("href")).isEqualTo("?range=today");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dashboard", "/dashboard?wall", "/dashboard?range=never"})
    void needsNothingThatItsOwnPolicyForbids(String path) throws Exception {
        Browsing browser = as("operator");
        HttpResponse<String> answer = browser.get(path);
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'self';")
                .doesNotContain("unsafe");
        Document page = browser.page(path);
        assertThat(page.select("[style], style, script:not([src]), [onclick], [onchange]"))
                .isEmpty();
        for (Element script : page.select("script[src], link[rel=stylesheet]")) {
            String address = script.hasAttr("src") ? script.attr("src") : script.attr("href");
            assertThat(browser.get(address).statusCode()).as(address).isEqualTo(200);
        }
    }

    @Test
    void explainsEveryHeadlineFigure() throws Exception {
        Document page = as("viewer").page("/dashboard");
        assertThat(page.select(".stat")).hasSize(4).allSatisfy(stat -> {
            String help = stat.select("button.help").attr("popovertarget");
            assertThat(page.getElementById(help).select("p").text()).hasSizeGreaterThan(50);
        });
    }

    @Test
    void keepsItsFiltersInEveryLink() throws Exception {
        Document page = as("viewer").page("/dashboard?range=30d&channel=CHAT&operator=a%26b%22%3E");
        assertThat(page.select(".ranges > a").eachAttr("href"))
                .allMatch(link -> link.endsWith("channel=CHAT&operator=a%26b%22%3E"));
        assertThat(page.select("select[name=operator] option[selected]").val()).isEqualTo("a&b\">");
        assertThat(page.select("a[download]").attr("href"))
                .isEqualTo("/dashboard/export.csv?range=30d&channel=CHAT&operator=a%26b%22%3E");
    }

    @Test
    void sendsStrangersToTheLogin() throws Exception {
        Browsing stranger = new Browsing(port, null);
        for (String path : List.of("/dashboard", "/dashboard/figures", "/dashboard/export.csv")) {
            assertThat(stranger.get(path).headers().firstValue("Location").orElseThrow())
                    .contains("/login?to=");
        }
        assertThat(stranger.get("/dashboard/stream", "Accept", "text/event-stream")
                        .statusCode())
                .isEqualTo(401);
    }

    private static void awaitFigure(Browsing browser, String path, String where, String pattern) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> browser.page(path).select(where).text(), text -> text.matches("(?s)" + pattern));
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static String json(String text) throws Exception {
        return new ObjectMapper().writeValueAsString(text);
    }

    private static String tenths(JsonNode figure) {
        return String.format(Locale.ROOT, "%.1f", figure.asDouble());
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    @Test
    void keepsWhatIsShownWhenTheLanguageIsChosen() throws Exception {
        Document page = as("viewer").page("/dashboard?range=30d&project=1&lang=en");
        assertThat(page.select(".languages a[lang=fr]").attr("href")).isEqualTo("?range=30d&project=1&lang=fr");
        assertThat(as("viewer")
                        .page("/dashboard")
                        .select(".languages a[lang=fr]")
                        .attr("href"))
                .isEqualTo("?lang=fr");
    }
}
