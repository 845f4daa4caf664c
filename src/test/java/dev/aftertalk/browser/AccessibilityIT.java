package dev.aftertalk.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every page at a desk by day and on a phone by night: axe finds nothing serious that would keep somebody out. No rule of the style sheets is about
 * both the width and the time of day, so that these two see what all four would. With {@code -Dtest.photographs=FOLDER} it looks at all four, and
 * keeps a picture of each, to be looked at by people.
 */
@ExtendWith(WithBrowser.class)
class AccessibilityIT {

    private static final String PHOTOGRAPHS = System.getProperty("test.photographs");

    private static final String AUDIT =
            """
            const [width, done] = arguments;
            axe.run(document, {resultTypes: ['violations'], iframes: false}).then(
              found => done([...document.documentElement.scrollWidth > width ? ['wider than the screen'] : [],
                ...found.violations
                .filter(each => each.impact === 'serious' || each.impact === 'critical')
                .map(each => each.id + ': ' + each.help + ': '
                    + each.nodes.map(node => node.html + ' ' + node.any.map(why => why.message).join(' ')).join(' | '))]),
              fault => done(['axe: ' + fault]));
            """;

    private final Site site;
    private final Browser browser;
    private final List<String> found = new ArrayList<>();

    AccessibilityIT(Site site, Browser browser) {
        this.site = site;
        this.browser = browser;
    }

    @Test
    void seesWhatIsWrong() throws Exception {
        browser.open(site.url("/login"));
        browser.run(
                """
                const main = document.getElementById('main');
                main.innerHTML = '<input><p>grey on grey</p>';
                main.style.cssText = 'color: #999; background: #aaa';
                main.lastChild.style.width = '2000px';
                """);
        audit("spoilt");
        assertThat(found)
                .anyMatch(each -> each.startsWith("spoilt, DESK by day: label:"))
                .anyMatch(each -> each.startsWith("spoilt, PHONE by night: color-contrast:"))
                .anyMatch(each -> each.startsWith("spoilt, PHONE by night: wider than the screen"));
    }

    @Test
    void nothingKeepsAnybodyOutOfThePagesForUsers() throws Exception {
        browser.expect("401");
        browser.expect("400"); // what the dashboard can't show
        browser.open(site.url("/login"));
        audit("login");
        site.logIn(browser, "nobody", "wrong");
        browser.until("[role=alert]", "match");
        audit("login refused");
        site.logIn(browser);
        look("/account", "/admin/users", "/admin/tokens", "/admin/audit", "/dashboard?range=nonsense");
        browser.open(site.url("/admin/users"));
        browser.press(".menu summary");
        audit("account menu");
        browser.open(site.url("/admin/tokens"));
        browser.type("Name", "reports");
        browser.press("input[name=scope]");
        browser.click("Create the token");
        browser.until(".once", "reports");
        audit("a new token");
        site.madeAnew("marie.sklodowska-curie@example.com");
        look(
                "/admin/users",
                "/admin/users/user?name=admin",
                "/admin/users/user?name=marie.sklodowska-curie@example.com");
        theseAreAll();
    }

    @Test
    void nothingKeepsAnybodyOutOfTheDashboard() throws Exception {
        site.answer(911, "a", "customerSatisfaction", "5");
        site.answer(911, "b", "customerSatisfaction", "1");
        site.answer(911, "b", "netPromoterScore", "3");
        site.answer(911, "b", "satisfactionComment", "\"Too long to wait\"");
        site.logIn(browser);
        look("/dashboard?project=912", "/dashboard?project=912&wall=");
        browser.open(site.url("/dashboard?project=911"));
        browser.until("#comments", "Too long to wait");
        browser.run("document.querySelectorAll('.as-table').forEach(part => part.open = true)");
        audit("dashboard with figures");
        browser.press(".help[popovertarget=help-nps]");
        audit("dashboard with an explanation");
        browser.open(site.url("/dashboard?project=911&range=custom&from=2026-01-01"));
        browser.press(".custom summary");
        audit("dashboard with its days");
        look("/dashboard?project=911&wall=");
        browser.run(
                "document.querySelectorAll('.figure').forEach(figure => figure.firstChild.data = figure.children.length ? '100.0' : '+100.0')");
        audit("a wall with the longest figures");
        theseAreAll();
    }

    @Test
    void nothingKeepsAnybodyOutOfTheConsole() throws Exception {
        browser.expect("400"); // what can't be searched for
        browser.expect("404"); // what there isn't
        site.dead(
                12,
                "The mail server refused the message: 550 5.1.1 no such user somebody.with.a.long.name@a-domain-wider-than-a-phone.example.com, job %d");
        site.logIn(browser);
        look("/console", "/console/events", "/console/events?state=nonsense", "/console/events?project=99999999");
        String file = "path=routes/workflows/thank-you-email.camel.yaml";
        look("/console/files", "/console/files/file?" + file, "/console/files/file?path=nonsense");
        look("/console/rehearsal", "/console/rehearsal?" + file, "/console/sample");
        look("/console/erasure");
        look("/console/promo", "/console/reconciliations", "/console/drills", "/console/drills/0");
        browser.open(site.url("/console/drills"));
        browser.press("option[value=jira-slow]");
        browser.click("Begin");
        browser.until("#progress h2", "the fault is there");
        audit("a drill");
        browser.click("End it now");
        look("/console/settings", "/console/settings?given=true&search=mail");
        look("/console/files/diff?" + file, "/console/files/restore?version=1&" + file);
        look("/console/events/nonsense", "/console/orders/nonsense");
        look("/console/workflows", "/console/workflows/jira-ticket-for-score", "/console/workflows/nonsense");
        look("/console/dead-letters");
        browser.click("Skip …");
        audit("a skip before it is ordered");
        browser.open(site.url("/console/dead-letters/group?workflow=thank-you-email"));
        browser.press(".tick input");
        audit("dead runs to choose from");
        browser.click("Run again …");
        audit("a replay before it is ordered");
        browser.open(site.url("/console/dead-letters/replay?workflow=thank-you-email"));
        browser.one("#rate").clear();
        browser.one("#rate").sendKeys("1");
        browser.click("Run them again");
        browser.until("#progress h2", "under way");
        audit("a replay");
        browser.open(site.url("/console/events?state=dead"));
        browser.press(".rows tbody th a");
        browser.until("h1", "v2.conversation.closed");
        audit("an event with a dead run");
        theseAreAll();
    }

    @Test
    void nothingKeepsAVisitorOut() throws Exception {
        browser.expect("404");
        browser.expect("422");
        browser.open(site.surveyMail());
        String survey = href("/survey/");
        String unsubscribe = href("/unsubscribe/");
        browser.open(survey);
        audit("survey");
        browser.run("document.querySelector('form').noValidate = true;"
                + "document.querySelectorAll('input').forEach(input => input.checked = false)");
        browser.one("#comment").clear();
        browser.click("Send my answers");
        browser.until("[role=alert]", "Nothing is filled in yet");
        audit("survey with a fault");
        browser.one("#comment").sendKeys("fine");
        browser.click("Send my answers");
        browser.until("h1", "Thank you!");
        audit("survey, thanks");
        browser.open(unsubscribe);
        audit("unsubscribe");
        browser.click("Unsubscribe");
        browser.until("h1", "You are unsubscribed");
        audit("unsubscribed");
        browser.click("Undo");
        browser.until("h1", "You get these mails again");
        audit("subscribed again");
        look("/survey/nonsense", "/unsubscribe/nonsense");
        theseAreAll();
    }

    @Test
    void nothingKeepsAnybodyOutOfTheSandbox() throws Exception {
        browser.expect("404");
        String mail = site.surveyMail();
        browser.open(mail);
        audit("a mail");
        site.ticket("https://shop.example.com/" + "a_link_wider_than_a_phone_".repeat(3));
        look("/sandbox", "/sandbox/inbox", "/sandbox/salesforce", "/sandbox/jira", "/sandbox/inbox/nonsense");
        browser.open(site.url("/sandbox"));
        browser.press(".event button");
        browser.until("[role=status]", "Sent");
        audit("an event sent");
        theseAreAll();
    }

    private String href(String part) {
        return browser.one(".plain-list a[href*='" + part + "']").getDomProperty("href");
    }

    private void look(String... paths) throws IOException {
        for (String path : paths) {
            browser.open(site.url(path));
            audit(path);
        }
    }

    /** The page as it is now. */
    private void audit(String what) throws IOException {
        browser.driver().executeCdpCommand("Runtime.evaluate", Map.of("expression", axe(), "returnByValue", true));
        audit(what, Browser.Screen.DESK, false);
        audit(what, Browser.Screen.PHONE, true);
        if (PHOTOGRAPHS != null) {
            audit(what, Browser.Screen.DESK, true);
            audit(what, Browser.Screen.PHONE, false);
        }
        browser.screen(Browser.Screen.DESK);
        browser.dark(false);
    }

    private void audit(String what, Browser.Screen screen, boolean dark) throws IOException {
        browser.screen(screen);
        browser.dark(dark);
        String where = what + ", " + screen + (dark ? " by night: " : " by day: ");
        ((List<?>) browser.runAsync(AUDIT, screen.width)).forEach(each -> found.add(where + each));
        if (PHOTOGRAPHS != null) {
            String name = where.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "") + ".png";
            Files.createDirectories(Path.of(PHOTOGRAPHS));
            Files.write(Path.of(PHOTOGRAPHS, name), browser.photograph());
        }
    }

    private void theseAreAll() {
        assertThat(found).as("what axe found").isEmpty();
    }

    private static String axe() throws IOException {
        try (InputStream script = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
