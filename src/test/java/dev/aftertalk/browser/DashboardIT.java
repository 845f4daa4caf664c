package dev.aftertalk.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.Promised;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@ExtendWith(WithBrowser.class)
class DashboardIT {

    private static final Logger LOG = LoggerFactory.getLogger(DashboardIT.class);

    private final Site site;
    private final Browser browser;

    DashboardIT(Site site, Browser browser) {
        this.site = site;
        this.browser = browser;
    }

    @BeforeEach
    void logIn() {
        site.logIn(browser);
    }

    @Test
    void anAnswerMovesTheOpenPageAndASecondClickCorrectsIt() throws Exception {
        browser.open(site.url("/dashboard?project=901"));
        browser.until("#live", "Live");
        browser.until("#nothing", "No");
        browser.run("window.samePage = true");
        String opened = updated();

        AtomicInteger answers = new AtomicInteger();
        // 2 s is the promise; the rest is the browser's and this test's.
        Duration shown = Promised.within(Duration.ofSeconds(5), () -> {
            site.answer(901, "first" + answers.incrementAndGet(), "customerSatisfaction", "5");
            browser.until("#stat-csat", answers + " rating");
            return answers;
        });
        LOG.info("An answer showed on the open page after {} ms", shown.toMillis());
        browser.until("#stat-csat", "100");

        site.answer(901, "second", "customerSatisfaction", "2");
        browser.until("#stat-csat", String.valueOf(100 * answers.get() / (answers.get() + 1)));
        site.answer(901, "second", "customerSatisfaction", "4");
        browser.until("#stat-csat", "100");
        browser.until("#stat-csat", answers.incrementAndGet() + " ratings");
        assertThat(browser.run("return window.samePage")).isEqualTo(true);
        assertThat(updated()).as("when the figures were read").isGreaterThan(opened);
        assertThat(browser.one("#said").getDomProperty("textContent"))
                .contains("100")
                .contains(answers + " ratings");
    }

    private String updated() {
        return browser.one("#updated").getDomAttribute("datetime");
    }

    @Test
    void theAddressHoldsWhatIsFilteredBy() throws Exception {
        site.answer(902, "a", "customerSatisfaction", "1");
        site.answer(903, "b", "customerSatisfaction", "5");
        browser.waitFor("project 902 to choose", page -> {
            browser.open(site.url("/dashboard"));
            return browser.all("select[name=project] option[value='902']").isEmpty() ? null : true;
        });

        browser.press("select[name=project] option[value='902']");
        browser.waitFor("an address with the project", page -> browser.address().contains("project=902"));
        browser.until("#stat-csat", "1 rating");
        String address = browser.address();

        browser.open(site.url("/dashboard"));
        browser.open(address);
        browser.until("#stat-csat", "1 rating");
        assertThat(browser.one("#stat-csat .figure").getText()).startsWith("0");
        browser.click("Full screen");
        browser.until(".scope", "902");
        assertThat(browser.all("#comments, .nav")).isEmpty();
        browser.until("#live", "Live");
        site.answer(902, "c", "customerSatisfaction", "5");
        browser.until("#stat-csat", "50");
        browser.click("Leave the full screen");
        browser.until("h1", "Customer satisfaction");
        assertThat(browser.address()).contains("project=902");
    }

    @Test
    void theFileForSpreadsheetsRunsNoFormulaOfAVisitor() throws Exception {
        site.answer(904, "f", "customerSatisfaction", "3");
        site.answer(904, "f", "satisfactionComment", "\"=HYPERLINK(\\\"http://evil.test\\\",\\\"click\\\")\"");
        site.answer(904, "g", "satisfactionComment", "\"<img src=x onerror=alert(1)> \\u202Eolleh ${7*7}\"");
        browser.open(site.url("/dashboard?project=904"));
        browser.until("#comments", "HYPERLINK");
        browser.until("#comments", "<img src=x onerror=alert(1)>");
        browser.until("#comments", "${7*7}");

        browser.click("Download CSV");

        assertThat(browser.downloaded("satisfaction-"))
                .contains("Total")
                .contains("\"'=HYPERLINK(\"\"http://evil.test\"\",\"\"click\"\")\"")
                .doesNotContain(",=HYPERLINK");
    }

    @Test
    void keepsWhatIsOpenWhileFiguresChange() throws Exception {
        site.answer(905, "h", "customerSatisfaction", "5");
        browser.open(site.url("/dashboard?project=905"));
        browser.until("#stat-csat", "1 rating");
        browser.until("#live", "Live");
        browser.all(".as-table summary").get(0).click();
        browser.press(".help[popovertarget=help-csat]");
        browser.until("#help-csat", "CSAT");

        site.answer(905, "i", "customerSatisfaction", "1");
        browser.until("#stat-csat", "2 ratings");

        assertThat(browser.one("#help-csat").isDisplayed()).isTrue();
        assertThat(browser.one("#trend-rows").isDisplayed()).isTrue();
    }
}
