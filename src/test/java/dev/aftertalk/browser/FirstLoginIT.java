package dev.aftertalk.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.SignedWebhook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server that nobody has logged in to yet, from its first start to its second. */
@ExtendWith(WithBrowser.class)
class FirstLoginIT {

    private static final Pattern PRINTED = Pattern.compile("\\|\\s+Password\\s+(\\S+)");
    private static final String CHOSEN = "seven green bicycles";

    @Test
    void thePrintedPasswordMustBeChangedAndTheDashboardOutlivesARestart(Browser browser, @TempDir Path folder)
            throws Exception {
        try (AftertalkProcess server = AftertalkProcess.with(
                folder.resolve("data"),
                "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                "--mail.host=127.0.0.1",
                "--mail.port=" + FreePort.next(),
                "--mail.from=thanks@shop.test")) {
            server.start();
            String url = "http://127.0.0.1:" + server.port();
            choosesAPasswordFirst(browser, url, printed(server));
            saysWhenTheServerIsAwayAndGoesOnWhenItIsBack(browser, url, server);
        }
    }

    private static void choosesAPasswordFirst(Browser browser, String url, String printed) {
        browser.open(url + "/dashboard");
        browser.type("User name", "admin");
        browser.type("Password", printed);
        browser.click("Log in");
        browser.until("h1", "Choose your password");
        browser.open(url + "/dashboard");
        assertThat(browser.address()).isEqualTo(url + "/account");

        browser.type("One-time password", printed);
        browser.type("New password", CHOSEN);
        browser.type("New password again", CHOSEN + "s");
        browser.expect("422");
        browser.click("Save the password");
        browser.until("[role=alert]", "The two new passwords differ.");

        browser.type("One-time password", printed);
        browser.type("New password", CHOSEN);
        browser.type("New password again", CHOSEN);
        browser.click("Save the password");
        browser.until("[role=status]", "Your password is changed.");
        browser.open(url + "/dashboard");
        browser.until("#live", "Live");
    }

    private static void saysWhenTheServerIsAwayAndGoesOnWhenItIsBack(
            Browser browser, String url, AftertalkProcess server) throws Exception {
        browser.expect("ERR_CONNECTION_REFUSED");
        browser.expect("ERR_INCOMPLETE_CHUNKED_ENCODING");
        browser.expect("503"); // while it starts
        browser.open(url + "/dashboard?project=5");
        browser.until("#live", "Live");
        browser.run("window.samePage = true");

        server.kill();
        browser.until("#live", "Not updating since");
        server.start();
        Site.answer(server.port(), 5, "c1", "customerSatisfaction", "5");

        browser.waitFor("state 'Live' again", Duration.ofSeconds(30), page -> browser.one("#live")
                .getText()
                .startsWith("Live"));
        browser.until("#stat-csat", "100");
        assertThat(browser.run("return window.samePage")).isEqualTo(true);
    }

    private static String printed(AftertalkProcess server) {
        return Awaitility.await("the first user's password in the log")
                .atMost(Duration.ofSeconds(20))
                .until(() -> password(server.log()), found -> found != null);
    }

    private static String password(String log) {
        Matcher matcher = PRINTED.matcher(log);
        return matcher.find() ? matcher.group(1) : null;
    }
}
