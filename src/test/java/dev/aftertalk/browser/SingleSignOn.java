package dev.aftertalk.browser;

import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.Keycloak;
import java.time.Duration;
import org.awaitility.Awaitility;

/** What people do who log in at Keycloak. */
final class SingleSignOn {

    private final Browser browser;
    private final String here;

    /** @param here where Aftertalk is */
    SingleSignOn(Browser browser, String here) {
        this.browser = browser;
        this.here = here;
    }

    void open(String path) {
        browser.open(here + path);
    }

    /** Without anything that the browser knows from before. */
    SingleSignOn logIn(String user) {
        browser.forget();
        open("/login?to=%2Faccount");
        browser.click("Continue with Keycloak");
        browser.one("#username").sendKeys(user);
        browser.one("#password").sendKeys(Keycloak.PASSWORD);
        browser.press("#kc-login");
        return this;
    }

    void logInAs(String user, String role) {
        logIn(user).isIn(user, role);
    }

    void isIn(String user, String role) {
        browser.until("h1", "Your account");
        browser.until("body", user + ", " + role);
    }

    void isRefused(String reason) {
        browser.until(".notice.bad", reason);
        open("/account");
        browser.until("h1", "Log in");
    }

    /** The log takes one line of a kind in ten seconds; Keycloak does not ask again who one is. */
    void triesAgainUntilTheLogSays(String words, AftertalkProcess aftertalk) {
        Awaitility.await("the log to say " + words)
                .pollInSameThread()
                .pollInterval(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(40))
                .until(() -> {
                    open("/login/oidc");
                    return aftertalk.log().contains(words);
                });
    }

    /**
     * An admin links the account of a refused login to the user of that name.
     *
     * @param account its ID there, which the page must show
     */
    void link(String user, String account) {
        open("/admin/users");
        browser.until(".account", account);
        browser.press("[aria-label='Link the account of " + user + "']");
        browser.until("[role=status]", "The account is linked");
    }
}
