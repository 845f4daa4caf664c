package dev.aftertalk.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.Javas;
import dev.aftertalk.testing.Keycloak;
import dev.aftertalk.testing.KeycloakRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logs in at the real Keycloak with what src/docs/security.md says to set and its folder keycloak has for it. {@code -Dtest.keycloak=DIR} is
 * the distribution, unpacked.
 */
@EnabledIfSystemProperty(
        named = "test.keycloak",
        matches = ".+",
        disabledReason = "login through Keycloak is tried with -Dtest.keycloak=DIR, its unpacked distribution")
@ExtendWith(WithBrowser.class)
class KeycloakIT {

    private static final int NEEDED_JAVA = 21;

    @TempDir
    private static Path folder;

    private static Keycloak keycloak;
    private static AftertalkProcess aftertalk;

    private final Browser browser;

    KeycloakIT(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void startBoth() throws Exception {
        Optional<Path> java = Javas.atLeast(NEEDED_JAVA);
        assumeTrue(java.isPresent(), "Keycloak wants a Java " + NEEDED_JAVA + " or newer, here or in /usr/lib/jvm");
        keycloak = Keycloak.start(
                Path.of(System.getProperty("test.keycloak")), java.get(), folder.resolve("keycloak.log"));
        // Another site for the browser than Aftertalk's, as at a real provider.
        aftertalk = AftertalkProcess.with(folder.resolve("data"), settings("localhost"))
                .start();
        backToTheUsualOne();
    }

    @AfterAll
    static void stopBoth() throws Exception {
        if (aftertalk != null) {
            aftertalk.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void anAdminThereIsAnAdminHereUntilTheyLogOut() {
        keycloak.create("ada", "admin");
        logIn("ada");
        isIn("ada", "Admin");
        browser.open(url("/admin/users"));
        browser.until("h1", "Users");

        browser.one(".menu summary").click();
        browser.click("Log out");
        browser.until("[role=status]", "You are logged out.");
        browser.open(url("/admin/users"));
        browser.until("h1", "Log in");

        browser.click("Continue with Keycloak"); // where they are logged in still
        browser.until("h1", "Users");
    }

    @Test
    void aViewerThereSeesNoPagesOfAdmins() {
        keycloak.create("vera", "viewer");
        logIn("vera");
        isIn("vera", "Viewer");
        browser.expect("403");
        browser.open(url("/admin/users"));
        browser.until("h1", "That is not for you");
    }

    @Test
    void isToldWhenTheyHaveNoRole() {
        keycloak.create("norma", null);
        logIn("norma");
        isRefused("Your account there has no role here");
        tryAgainUntilTheLogSays("whose claim resource_access.shop.aftertalk.roles gives no role here");
    }

    @Test
    void aNewRoleThereIsTheRoleHereFromTheNextLoginOn() {
        keycloak.create("olga", "viewer");
        logIn("olga");
        isIn("olga", "Viewer");
        keycloak.give("olga", "operator");
        browser.forget();
        logIn("olga");
        isIn("olga", "Operator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "RS384", "PS512", "ES384"})
    void takesWhatItSignsWith(String algorithm) {
        String user = "signs-" + algorithm.toLowerCase(Locale.ROOT);
        keycloak.create(user, "viewer");
        keycloak.signsWith(algorithm);
        try {
            logIn(user);
            isIn(user, "Viewer");
        } finally {
            keycloak.signsWith("RS256");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "HS256"})
    void namesTheSignatureThatItCanNotCheck(String algorithm) {
        String user = "refused-" + algorithm.toLowerCase(Locale.ROOT);
        keycloak.create(user, "viewer");
        keycloak.signsWith(algorithm);
        try {
            logIn(user);
            isRefused("was not accepted");
            tryAgainUntilTheLogSays("The ID token is signed with " + algorithm + ": have it sign those");
        } finally {
            keycloak.signsWith("RS256");
        }
    }

    @Test
    void takesTheNewKeyWhenKeysAreRotated() {
        keycloak.create("rita", "viewer");
        logIn("rita");
        isIn("rita", "Viewer");
        Set<String> keys = new HashSet<>();
        for (int n = 0; n < 2; n++) {
            assertThat(keys.add(keycloak.rotate())).isTrue();
            browser.forget();
            logIn("rita");
            isIn("rita", "Viewer");
        }
    }

    @Test
    void refusesAnAccountThatWasMadeAnew() throws Exception {
        keycloak.create("anna", "viewer");
        logIn("anna");
        isIn("anna", "Viewer");
        keycloak.delete("anna");
        keycloak.create("anna", "viewer");
        browser.forget();
        logIn("anna");
        isRefused("already taken");
    }

    @Test
    void sendsUsersBackToTheHostOfTheStaffWhereverTheyBegan() throws Exception {
        keycloak.create("stella", "viewer");
        try (AftertalkProcess other = AftertalkProcess.with(
                folder.resolve("staff"),
                settings(
                        "127.0.0.1",
                        "--aftertalk.public-url=http://127.0.0.1:${server.port}",
                        "--aftertalk.staff-url=http://localhost:${server.port}"))) {
            other.start();
            String staff = "http://localhost:" + other.port();
            keycloak.redirectsTo(List.of(staff + "/login/oauth2/code/oidc"));
            for (String host : List.of("localhost", "127.0.0.1")) {
                browser.forget();
                logIn("http://" + host + ":" + other.port(), "stella");
                isIn("stella", "Viewer");
                assertThat(browser.address()).isEqualTo(staff + "/account");
            }
        } finally {
            backToTheUsualOne();
        }
    }

    @Test
    void takesRolesOfTheRealmAndAClientWithoutASecret() throws Exception {
        keycloak.create("rhea", null);
        JsonNode before = keycloak.realmRole("rhea", "aftertalk-operator");
        keycloak.makePublic();
        String[] settings = Stream.of(settings("localhost"))
                .map(setting -> setting.replaceFirst("client-secret=.*", "client-secret="))
                .map(setting -> setting.replaceFirst("role-claim=.*", "role-claim=realm_access.roles"))
                .map(setting -> setting.replaceFirst("roles.operator=", "roles.operator=aftertalk-"))
                .toArray(String[]::new);
        try (AftertalkProcess other = AftertalkProcess.with(folder.resolve("realm"), settings)) {
            other.start();
            String here = "http://127.0.0.1:" + other.port();
            keycloak.redirectsTo(List.of(here + "/login/oauth2/code/oidc"));
            logIn(here, "rhea");
            isIn("rhea", "Operator");
        } finally {
            keycloak.restore(before);
        }
    }

    @Test
    void refusesTheUsersOfAnotherIssuer() throws Exception {
        keycloak.create("ivan", "viewer");
        keycloak.renameTo("localhost");
        try (AftertalkProcess before = AftertalkProcess.with(folder.resolve("renamed"), settings("127.0.0.1"))) {
            before.start();
            String here = "http://127.0.0.1:" + before.port();
            keycloak.redirectsTo(List.of(here + "/login/oauth2/code/oidc"));
            browser.open(here + "/login");
            browser.click("Continue with Keycloak");
            browser.until(".notice", "can’t be reached");
            assertThat(before.log())
                    .contains("it calls itself " + keycloak.issuer("localhost"))
                    .contains("security.oidc.issuer must be the issuer to the letter");
        } finally {
            backToTheUsualOne();
        }
    }

    private static void backToTheUsualOne() {
        keycloak.renameTo("");
        keycloak.redirectsTo(List.of(url("/login/oauth2/code/oidc")));
    }

    private void logIn(String user) {
        logIn(url(""), user);
    }

    private void logIn(String here, String user) {
        browser.open(here + "/login?to=%2Faccount");
        browser.click("Continue with Keycloak");
        browser.one("#username").sendKeys(user);
        browser.one("#password").sendKeys(Keycloak.PASSWORD);
        browser.one("#kc-login").click();
    }

    private void isIn(String user, String role) {
        browser.until("h1", "Your account");
        browser.until("body", user + ", " + role);
    }

    /** The log takes one line of this kind in ten seconds; Keycloak does not ask again who one is. */
    private void tryAgainUntilTheLogSays(String words) {
        await("the log to say " + words)
                .pollInSameThread()
                .pollInterval(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(40))
                .until(() -> {
                    browser.open(url("/login/oidc"));
                    return aftertalk.log().contains(words);
                });
    }

    private void isRefused(String reason) {
        browser.until(".notice.bad", reason);
        browser.open(url("/account"));
        browser.until("h1", "Log in");
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + aftertalk.port() + path;
    }

    private static String[] settings(String host, String... others) throws IOException {
        return KeycloakRecipe.settings(keycloak.issuer(host), keycloak.secret(), others);
    }
}
