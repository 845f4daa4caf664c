package dev.aftertalk.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Operating it by looking. */
@ExtendWith(WithBrowser.class)
class ConsoleIT {

    private final Site site;
    private final Browser browser;

    ConsoleIT(Site site, Browser browser) {
        this.site = site;
        this.browser = browser;
    }

    @Test
    void anEventIsCountedAsItArrivesAndItsTimelineOpens() throws Exception {
        site.logIn(browser);
        browser.open(site.url("/console"));
        browser.until("#live", "Live");
        browser.run("window.same = true");
        String project = "4711";
        site.answer(4711, UUID.randomUUID().toString(), "customerSatisfaction", "5");
        browser.waitFor("the event in the figures", page -> !figure("Events in the last minute")
                .equals("0"));
        assertThat(browser.run("return window.same")).isEqualTo(true);

        browser.open(site.url("/console/events?project=" + project));
        browser.press(".rows tbody th a");
        browser.until("h1", "satisfaction.answered");
        assertThat(browser.text()).contains("router", "csat", "\"projectId\" : 4711");
    }

    private String figure(String name) {
        return browser.all("#figures > div").stream()
                .filter(part -> part.getText().contains(name))
                .map(part -> part.findElement(By.tagName("dd")).getText())
                .findFirst()
                .orElse("0");
    }

    @Test
    void aDeadRunIsFoundByItsCauseAndRunsAgain() throws Exception {
        site.dead(1, "The printer is on fire: job %d of jane.doe@example.com");
        site.logIn(browser);
        browser.open(site.url("/console"));
        browser.press(".needs a[href*='dead-letters?workflow=thank-you-email']");
        browser.click("The printer is on fire: job … of …");
        browser.press(".rows tbody th a");
        browser.until(".cause", "The printer is on fire: job");
        assertThat(browser.text()).contains("jane.doe@example.com");
        browser.press(".orders form[action*='thank-you-email'] button");
        browser.until("[role=status]", "It runs again.");
        browser.waitFor("the end of the run", page -> {
            browser.driver().navigate().refresh();
            return browser.text().contains("admin had it run again")
                    && browser.all(".run .badge.state-dead").isEmpty();
        });
    }

    @Test
    void aGroupIsCountedRunsAgainAndIsCancelled() throws Exception {
        site.dead(30, "The fax has no paper");
        site.logIn(browser);
        browser.open(site.url("/console/dead-letters?workflow=thank-you-email"));
        group("The fax has no paper").findElement(By.linkText("Run again …")).click();
        browser.until(".big", "30 runs would run again");
        browser.one("#rate").clear();
        browser.one("#rate").sendKeys("2");
        browser.click("Run them again");
        browser.until("#progress h2", "under way");
        browser.waitFor(
                "progress",
                page -> !browser.one("progress").getDomAttribute("value").equals("0"));
        browser.click("Cancel");
        browser.until("#progress h2", "cancelled");
        assertThat(Integer.parseInt(browser.one("progress").getDomAttribute("value")))
                .isBetween(1, 29);
    }

    private WebElement group(String kind) {
        return browser.all(".rows tbody tr").stream()
                .filter(each -> each.getText().contains(kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aGroupIsCountedIsSkippedForAReasonAndCancelled() throws Exception {
        site.dead(30, "The telegraph pole fell");
        site.logIn(browser);
        browser.open(site.url("/console/dead-letters?workflow=thank-you-email"));
        group("The telegraph pole fell").findElement(By.linkText("Skip …")).click();
        browser.until(".big", "30 runs would be skipped");
        assertThat(browser.text()).contains("thank-you-email: 30");
        browser.one("#reason").sendKeys("   ");
        browser.click("Skip them");
        browser.until("[role=alert]", "Say why they are skipped.");
        browser.one("#reason").sendKeys("nobody waits for these");
        browser.one("#rate").clear();
        browser.one("#rate").sendKeys("2");
        browser.click("Skip them");
        browser.until("#progress h2", "under way");
        browser.waitFor(
                "progress",
                page -> !browser.one("progress").getDomAttribute("value").equals("0"));
        browser.click("Cancel");
        browser.until("#progress h2", "cancelled");
        assertThat(browser.text()).contains("nobody waits for these");
        int skipped = Integer.parseInt(browser.one("progress").getDomAttribute("value"));
        assertThat(skipped).isBetween(1, 29);

        browser.open(site.url("/console/dead-letters"));
        assertThat(browser.one("section[aria-labelledby=orders-title] tbody tr").getText())
                .contains("Skip", "admin", "cancelled", skipped + " of 30");
        assertThat(group("The telegraph pole fell").getText()).contains(String.valueOf(30 - skipped));
    }

    @Test
    void theRunsThatAreTickedAreSkippedAndNoOther() throws Exception {
        site.dead(5, "The semaphore %d is stuck");
        site.logIn(browser);
        browser.open(site.url("/console/dead-letters?workflow=thank-you-email"));
        browser.click("The semaphore … is stuck");
        browser.until(".chosen", "All 5 of them");
        browser.click("Skip …");
        browser.until("[role=alert]", "Nothing is chosen.");
        browser.all(".tick input").get(1).click();
        browser.all(".tick input").get(3).click();
        browser.click("Skip …");
        browser.until(".big", "2 runs would be skipped");
        browser.one("#reason").sendKeys("answered by hand");
        browser.click("Skip them");
        browser.until("#progress h2", "done");
        assertThat(browser.text()).contains("2 of 2");

        browser.open(site.url("/console/dead-letters?workflow=thank-you-email"));
        browser.click("The semaphore … is stuck");
        browser.until(".chosen", "All 3 of them");
        browser.press(".chosen input");
        browser.click("Run again …");
        browser.until(".big", "3 runs would run again");
    }

    @Test
    void skippingTakesAReason() throws Exception {
        site.dead(1, "The pigeon got lost");
        site.logIn(browser);
        browser.open(site.url("/console/events?state=dead&cause=pigeon"));
        browser.press(".rows tbody th a");
        browser.one(".skip-form input[name=reason]").sendKeys("answered by phone");
        browser.press(".skip-form button");
        browser.until("[role=status]", "It is skipped.");
        assertThat(browser.text()).contains("Skipped by admin: answered by phone");
    }

    @Test
    void whatIsPausedStandsInTheInboxUntilItIsResumed() {
        site.logIn(browser);
        browser.open(site.url("/console/workflows"));
        WebElement promo = row("promo-code");
        promo.findElement(By.tagName("summary")).click();
        promo.findElement(By.name("reason")).sendKeys("codes are being printed");
        promo.findElement(By.cssSelector("form button")).click();
        browser.until("[role=status]", "It is paused.");
        assertThat(row("promo-code").getText()).contains("by admin", "codes are being printed");

        browser.open(site.url("/console"));
        browser.until("#inbox", "The workflow promo-code is paused by admin");
        browser.press(".needs a[href*='console/workflows']");
        browser.until("h1", "Workflows");
        row("promo-code").findElement(By.cssSelector("form button")).click();
        browser.until("[role=status]", "It goes on.");
        browser.open(site.url("/console"));
        browser.waitFor(
                "an inbox without it", page -> !browser.one("#inbox").getText().contains("promo-code is paused"));
    }

    @Test
    void aRefusedEditIsShownInItsLineAndTheVersionBeforeIsPutBack() throws Exception {
        Path file = site.routes("workflows/thank-you-email.camel.yaml");
        String good = Files.readString(file);
        site.logIn(browser);
        Files.writeString(file, good.replaceFirst("steps:", "stps:"));
        browser.open(site.url("/console"));
        browser.until("#inbox", "An edit of routes/workflows/thank-you-email.camel.yaml is refused");
        browser.press(".needs a[href*='thank-you-email.camel.yaml']");
        browser.until(".listing .wrong", "stps:");
        assertThat(browser.text()).contains("This is refused, and the version before it runs.");
        browser.click("What was changed since then");
        browser.until(".diff ins", "stps:");
        assertThat(browser.one(".diff del").getText()).contains("steps:");

        browser.back();
        browser.press("a[href*='files/restore']");
        browser.until(".diff ins", "steps:");
        browser.press("main form button");
        browser.until("[role=status]", "It is put back");
        assertThat(Files.readString(file)).isEqualTo(good);
        browser.open(site.url("/console"));
        browser.waitFor(
                "an inbox without it", page -> !browser.one("#inbox").getText().contains("is refused"));
    }

    @Test
    void anEditIsRehearsedBeforeItIsSaved() throws Exception {
        site.send("v2.conversation.closed", 3);
        site.logIn(browser);
        Path file = site.routes("workflows/thank-you-email.camel.yaml");
        String saved = Files.readString(file);
        browser.open(site.url("/console/files/file?path=routes/workflows/thank-you-email.camel.yaml"));
        browser.press("a[href*='rehearsal?path']");
        browser.until("h2", "Rehearse an edit of routes/workflows/thank-you-email.camel.yaml");
        browser.expect("status of 422");
        edit("steps:", "stps:");
        browser.click("Rehearse");
        browser.until(".faults", "stps");

        edit("stps:", "steps:");
        edit("${variable.visitor[email]}", "shop@example.com");
        browser.click("Rehearse");
        browser.until("#progress h2", "done");
        browser.until("#differing", "thank-you-email");
        assertThat(browser.all("#differing .diff del")).isNotEmpty();
        assertThat(Files.readString(file)).isEqualTo(saved);
    }

    private void edit(String what, String by) {
        browser.run("const text = document.getElementById('text'); text.value = text.value.replaceAll('" + what + "', '"
                + by + "')");
    }

    @Test
    void codesAreLookedAtAndLoaded() throws Exception {
        Path file = Files.writeString(Files.createTempFile("codes", ".csv"), "code\nA-1\nA-2\n1.23457E+15\n");
        site.logIn(browser);
        browser.open(site.url("/console/promo"));
        browser.one("#file-autumn").sendKeys(file.toString());
        browser.until("[data-look]", "Usable codes: 2, of which new: 2. Lines that are no code: 1.");
        assertThat(browser.one("[data-look]").getText()).contains("Line 4 ");
        browser.click("Load them");
        browser.until("[role=status]", "New codes in autumn: 2");
        assertThat(row("autumn").getText()).contains("10 %").endsWith("0 2 –");
    }

    @Test
    void aStretchOfTimeIsCompared() {
        site.logIn(browser);
        browser.expect("status of 400");
        browser.open(site.url("/console/reconciliations"));
        browser.one("input[name=from]").sendKeys("yesterday");
        browser.click("Compare");
        browser.until("[role=alert]", "Write times as");
        assertThat(browser.one("input[name=from]").getDomProperty("value")).isEqualTo("yesterday");
        browser.one("input[name=from]").clear();
        browser.one("input[name=from]")
                .sendKeys(Instant.now().minusSeconds(7200).toString());
        browser.one("input[name=to]").sendKeys(Instant.now().minusSeconds(3600).toString());
        browser.click("Compare");
        browser.until("[role=status]", "It will be compared, number ");
        assertThat(browser.one(".rows tbody tr").getText()).contains("a request");
    }

    @Test
    void aPersonIsErasedOnceItIsKnownWhatGoes() throws Exception {
        String conversation = UUID.randomUUID().toString();
        site.answer(911, conversation, "customerSatisfaction", "4");
        site.logIn(browser);
        browser.expect("status of 400");
        browser.open(site.url("/console/erasure"));
        browser.click("Count what would go");
        browser.until("[role=alert]", "Say whom");
        browser.one("input[name=conversationId]").sendKeys(conversation);
        browser.click("Count what would go");
        browser.until("#erasure h2", "Counted");
        assertThat(browser.one("#erasure").getText()).contains("Events that would name nobody any more\n1");
        browser.driver().navigate().refresh();
        browser.click("Erase for good");
        browser.until("#erasure h2", "Erased");
        browser.open(site.url("/console/events?conversation=" + conversation));
        browser.until("main", "No event is like that.");
    }

    @Test
    void anEventShowsTheMailAsItWouldBeWrittenNow() throws Exception {
        site.dead(1, "The envelope is torn");
        site.logIn(browser);
        browser.open(site.url("/console/events?state=dead&cause=envelope"));
        browser.press(".rows tbody th a");
        browser.until("h1", "v2.conversation.closed");
        browser.click("What would be done now");
        browser.until("h1", "What would be done now");
        assertThat(browser.text()).contains("thank-you-email", "Subject", "nothing was sent, made or changed");
    }

    @Test
    void everyListCanBeDownloaded() throws Exception {
        site.dead(1, "The letter box is nailed shut");
        site.logIn(browser);
        browser.open(site.url("/console"));
        assertThat(csv("/console/dead-letters.csv"))
                .contains("\"Workflow\"", "\"The letter box is nailed shut\",\"thank-you-email\",1,0,");
        assertThat(csv("/console/workflows.csv")).contains("\"thank-you-email\",\"running\",0,");
        assertThat(csv("/console/files.csv"))
                .contains("\"routes/workflows/thank-you-email.camel.yaml\",\"running\",\"\"");
        assertThat(csv("/console/promo.csv")).contains("\"autumn\"");
        assertThat(csv("/console/reconciliations.csv")).contains("\"iAdvize has\"");
        assertThat(csv("/console/settings.csv")).contains("\"mail.from\",").doesNotContain("sandbox-api-key");
        assertThat(csv("/admin/audit.csv")).contains("\"Who\"");
    }

    private String csv(String path) {
        return (String) browser.runAsync(
                "const [path, done] = arguments; fetch(path).then(answer => answer.text()).then(done)", path);
    }

    @Test
    void aWorkflowIsDrawnAsItRuns() {
        site.logIn(browser);
        browser.open(site.url("/console/workflows"));
        browser.click("thank-you-email");
        browser.until("h1", "thank-you-email");
        browser.until(".flow", "kamelet:email-sink");
        assertThat(browser.one("#figures").getText())
                .contains("thank-you-email-look-up-visitor", "thank-you-email-send");
        browser.click("Its file");
        browser.until("h1", "thank-you-email.camel.yaml");
        browser.open(site.url("/console/workflows/router"));
        browser.until(".flow", "live-conversations");
    }

    @Test
    void anEventOfOnesOwnIsRehearsedAndSentForReal() {
        site.logIn(browser);
        browser.expect("status of 400");
        browser.open(site.url("/console/events"));
        browser.click("Try an event");
        browser.until("h1", "Try an event");
        String example = browser.one("#text").getDomProperty("value");
        String id = browser.one("input[name=id]").getDomProperty("value");
        browser.one("#text").clear();
        browser.one("#text").sendKeys("[]");
        browser.click("Rehearse");
        browser.until("[role=alert]", "This is no event: The body must be a JSON object");
        browser.run("document.getElementById('text').value = arguments[0]", example);
        browser.click("Rehearse");
        browser.until(".run h2", "thank-you-email");
        browser.click("Send it for real");
        browser.until("h1", "v2.conversation.closed");
        // by the id that the page had from the start: sent once more, as after an answer that did not come, it is the
        // same event
        assertThat(browser.address()).endsWith("/console/events/" + id);
        browser.until("dl.facts", "sample");
        browser.waitFor("the workflow's run", page -> {
            page.navigate().refresh(); // it begins once the event is routed
            return browser.text().contains("thank-you-email");
        });
    }

    private WebElement row(String name) {
        return browser.all(".rows tbody tr").stream()
                .filter(each -> each.getText().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aViewerSeesNobodyAndCanChangeNothing() throws Exception {
        site.dead(1, "Nobody lives at john.roe@example.com");
        site.logIn(browser, site.user("viewer"), Site.PASSWORD);
        browser.open(site.url("/console/dead-letters"));
        assertThat(browser.text()).contains("Nobody lives at …").doesNotContain("john.roe", "Run again …", "Skip …");
        assertThat(browser.all("main a[href*='group']")).isEmpty();
        browser.open(site.url("/console/events?state=dead"));
        assertThat(browser.text()).doesNotContain("john.roe", "Conversation");
        browser.press(".rows tbody th a");
        browser.until("h1", "v2.conversation.closed");
        assertThat(browser.text()).doesNotContain("@example.com", "What iAdvize sent", "Run again", "Visitor");
        assertThat(browser.all("main button")).isEmpty();
    }

    @Test
    void aViewerIsNotToldWhyAnOperatorPausedOrSkippedSomething() throws Exception {
        site.dead(1, "The owl is asleep");
        site.logIn(browser);
        browser.open(site.url("/console/events?state=dead&cause=owl"));
        browser.press(".rows tbody th a");
        browser.one(".skip-form input[name=reason]").sendKeys("Zoé called");
        browser.press(".skip-form button");
        browser.until("[role=status]", "It is skipped.");
        String event = browser.address();
        browser.open(site.url("/console/workflows"));
        WebElement csat = row("csat");
        csat.findElement(By.tagName("summary")).click();
        csat.findElement(By.name("reason")).sendKeys("Zoé asked for it");
        csat.findElement(By.cssSelector("form button")).click();
        browser.until("[role=status]", "It is paused.");

        browser.forget();
        site.logIn(browser, site.user("viewer"), Site.PASSWORD);
        browser.open(event);
        browser.until(".run .cause", "Skipped by admin");
        assertThat(browser.text()).contains("admin skipped it").doesNotContain("Zoé");
        for (String page : new String[] {"/console/workflows", "/console"}) {
            browser.open(site.url(page));
            assertThat(row("csat").getText()).contains("paused", "by admin, ").doesNotContain("Zoé");
        }
        browser.forget();
        site.logIn(browser);
        browser.open(site.url("/console/workflows"));
        row("csat").findElement(By.cssSelector("form button")).click();
        browser.until("[role=status]", "It goes on.");
    }

    /** A ledger large enough for it takes long to fill: the page is told that it has not looked through all, and where it goes on. */
    @Test
    void aSearchGoesOnLookingByItself() throws Exception {
        String conversation = UUID.randomUUID().toString();
        site.answer(4712, conversation, "customerSatisfaction", "4");
        site.logIn(browser);
        browser.waitFor("the event", page -> {
            browser.open(site.url("/console/events?conversation=" + conversation));
            return !browser.all("#found tr:not([data-none])").isEmpty();
        });
        browser.open(site.url("/console/events?conversation=none"));
        browser.until("#found", "No event is like that.");
        assertThat(browser.one("#stop").isDisplayed()).isFalse();
        browser.run(
                """
                document.getElementById("searched").hidden = false;
                document.getElementById("older").innerHTML = '<a href="?conversation=' + arguments[0] + '">Older</a>';
                const again = document.createElement("script");
                again.src = document.querySelector("script[src$='search.js']").src;
                document.head.append(again);""",
                conversation);
        browser.until("#found", "satisfaction.answered");
        browser.waitFor("the end of the search", page -> !browser.one("#stop").isDisplayed());
        assertThat(browser.one("#found").getText()).doesNotContain("No event is like that.");
        assertThat(browser.one("#further").getText()).isEmpty();
    }

    @Test
    void aDrillIsBegunIsSeenLiveAndIsEnded() throws Exception {
        browser.expect("status of 400");
        site.logIn(browser);
        browser.open(site.url("/console/drills"));
        browser.press("option[value=jira-slow]");
        browser.one("input[name=minutes]").clear();
        browser.one("input[name=minutes]").sendKeys("1000");
        browser.click("Begin");
        browser.until("[role=alert]", "60 minutes at most");
        browser.one("input[name=minutes]").clear();
        browser.one("input[name=minutes]").sendKeys("5");
        browser.click("Begin");
        browser.until("h1", "Fault drill jira-slow");
        browser.until("#progress h2", "the fault is there");
        site.dead(1, "Jira answered 418 to the issue of job %d");
        browser.until("#dead a", "thank-you-email");
        browser.open(site.url("/console"));
        browser.until("#inbox", "A fault drill runs: jira-slow until");
        browser.press("#inbox a[href*=drills]");
        browser.until("#progress h2", "the fault is there");
        browser.open(site.url("/console/drills"));
        browser.until("#open", "is under way: jira-slow");
        assertThat(browser.text()).doesNotContain("Begin a drill");
        browser.press("#open a");
        browser.until("#progress h2", "the fault is there");
        browser.click("End it now");
        browser.until("#progress h2", "over");
        // "… proves nothing", unless an event of another test was still at Jira: then "Nothing was lost".
        browser.until("#progress .big", "othing");
        browser.press("#dead a");
        browser.until(".facts", "thank-you-email");
        browser.open(site.url("/console/drills"));
        assertThat(browser.one(".rows tbody tr").getText()).contains("jira-slow", "over");
        assertThat(csv("/console/drills.csv")).contains("\"jira-slow\"");
    }

    @Test
    void speaksFrench() {
        site.logIn(browser);
        for (String page : new String[] {
            "/console",
            "/console/events",
            "/console/dead-letters",
            "/console/dead-letters/group",
            "/console/dead-letters/replay",
            "/console/dead-letters/skip",
            "/console/workflows",
            "/console/workflows/router",
            "/console/files",
            "/console/rehearsal",
            "/console/sample",
            "/console/promo",
            "/console/reconciliations",
            "/console/erasure",
            "/console/settings"
        }) {
            browser.open(site.url(page + "?lang=fr"));
            browser.until(".nav", "Exploitation");
            assertThat(browser.text()).doesNotContain("Dead letters", "Overview", "Skip", "console.");
        }
        browser.open(site.url("/console?lang=en"));
    }

    @Test
    void saysWhatIsWrongInTheReadersLanguage() {
        browser.expect("400");
        site.logIn(browser);
        browser.open(site.url("/console/events?from=yesterday"));
        browser.until("[role=alert]", "Received from: write a time such as");
        browser.open(site.url("/console/events?from=yesterday&lang=fr"));
        browser.until("[role=alert]", "Reçu à partir de : écrivez une heure telle que");
        browser.open(site.url("/console/events?cause=550"));
        browser.until("[role=alert]", "Une cause se cherche parmi les exécutions mortes");
        browser.open(site.url("/console/dead-letters/replay?state=queued"));
        browser.until("[role=alert]", "Seules les exécutions qui sont finies");
        browser.open(site.url("/console/dead-letters/skip?state=skipped"));
        browser.until("[role=alert]", "Seules les exécutions mortes ou sans route");
        browser.open(site.url("/console?lang=en"));
    }
}
