package dev.aftertalk.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithBrowser.class)
class UsersIT {

    private final Site site;
    private final Browser browser;

    UsersIT(Site site, Browser browser) {
        this.site = site;
        this.browser = browser;
    }

    @Test
    void saysWithoutDetailThatTheLoginIsWrong() {
        browser.expect("401");
        site.logIn(browser, "admin", "wrong");
        browser.until("[role=alert]", "User name and password don’t match.");
        assertThat(browser.one("#name").getDomProperty("value")).isEqualTo("admin");
        assertThat(browser.one("#password").getDomProperty("value")).isEmpty();
    }

    @Test
    void showsNothingPrivateToWhoGoesBackAfterTheLogOut() {
        site.logIn(browser);
        browser.open(site.url("/admin/users"));
        browser.press(".menu summary");
        browser.click("Log out");
        browser.until("[role=status]", "You are logged out.");

        browser.back();

        browser.until("h1", "Log in");
        assertThat(browser.text()).doesNotContain("Last login");
    }

    @Test
    void aNewViewerLogsInWithThePasswordShownOnceAndSeesFiguresOnly() {
        String password = create("vera", "viewer");
        browser.open(site.url("/admin/users"));
        assertThat(browser.text()).contains("vera").doesNotContain(password);

        browser.forget();
        site.logIn(browser, "vera", password);
        browser.type("One-time password", password);
        browser.type("New password", "three quiet rivers");
        browser.type("New password again", "three quiet rivers");
        browser.click("Save the password");
        browser.until("[role=status]", "Your password is changed.");

        browser.open(site.url("/dashboard"));
        browser.until("#live", "Live");
        assertThat(browser.all(".nav a"))
                .extracting(link -> link.getDomAttribute("href"))
                .containsExactly("/console", "/dashboard", "/sandbox");
        assertThat(browser.all("#comments")).isEmpty();
        browser.expect("403");
        browser.open(site.url("/admin/users"));
        browser.until("h1", "That is not for you");
    }

    /** The password that is shown. */
    private String create(String name, String role) {
        site.logIn(browser);
        browser.open(site.url("/admin/users"));
        browser.type("User name", name);
        browser.press("#role option[value=" + role + "]");
        browser.click("Create");
        browser.until(".once", "One-time password of " + name);
        return browser.one(".secret").getText();
    }
}
