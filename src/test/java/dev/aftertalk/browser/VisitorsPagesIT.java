package dev.aftertalk.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

/** What a visitor does with the mail that asks how the conversation was. */
@ExtendWith(WithBrowser.class)
class VisitorsPagesIT {

    private final Site site;
    private final Browser browser;

    VisitorsPagesIT(Site site, Browser browser) {
        this.site = site;
        this.browser = browser;
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    void answersTheSurveyAndChangesTheAnswer(boolean scripts) throws Exception {
        String survey = link("/survey/");
        browser.scripts(scripts);
        browser.open(survey);
        assertThat(browser.text()).contains("The Bicycle Shop").contains("How was our conversation?");

        choose("customerSatisfaction", 5);
        choose("netPromoterScore", 10);
        browser.one("#comment").clear();
        browser.one("#comment").sendKeys("<b>très bien</b> ${7*7}");
        browser.click("Send my answers");
        browser.until("h1", "Thank you!");

        browser.click("Change my answers");
        assertThat(chosen("customerSatisfaction")).isEqualTo("5");
        assertThat(browser.one("#comment").getDomProperty("value")).isEqualTo("<b>très bien</b> ${7*7}");
        choose("customerSatisfaction", 2);
        browser.click("Send my answers");
        browser.until("h1", "Thank you!");
        browser.open(survey);
        assertThat(chosen("customerSatisfaction")).isEqualTo("2");
        assertThat(chosen("netPromoterScore")).isEqualTo("10");
    }

    @ParameterizedTest(name = "with scripts: {0}")
    @ValueSource(booleans = {true, false})
    void unsubscribesAndComesBack(boolean scripts) throws Exception {
        String unsubscribe = link("/unsubscribe/");
        browser.scripts(scripts);
        browser.open(unsubscribe);
        browser.until("h1", "Unsubscribe?");
        assertThat(browser.text()).contains("Surveys about your conversations");
        browser.click("Unsubscribe");
        browser.until("h1", "You are unsubscribed");
        browser.click("Unsubscribe from all such mails");
        browser.until("h1", "You are unsubscribed from all such mails");
        browser.click("Undo");
        browser.until("h1", "You get these mails again");
    }

    @Test
    void saysWhatIsWrongWithABrokenLink() {
        browser.expect("404");
        browser.open(site.url("/survey/nonsense"));
        browser.until("h1", "This link does not work");
        browser.open(site.url("/unsubscribe/nonsense"));
        browser.until("h1", "This link doesn’t work");
    }

    /** Found as a person does: in the mail that arrived. */
    private String link(String part) throws Exception {
        browser.open(site.surveyMail());
        return browser.one(".plain-list a[href*='" + part + "']").getDomProperty("href");
    }

    private void choose(String question, int score) {
        browser.one("input[name=" + question + "][value='" + score + "']")
                .findElement(By.xpath("./ancestor::label"))
                .click();
    }

    private String chosen(String question) {
        return browser.one("input[name=" + question + "]:checked").getDomProperty("value");
    }
}
