package dev.aftertalk.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.Javas;
import dev.aftertalk.testing.Keycloak;
import dev.aftertalk.testing.KeycloakRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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

/** Logs in at the real Keycloak with what src/docs/security.md says to set. {@code -Dtest.keycloak=DIR} is its distribution, unpacked. */
@EnabledIfSystemProperty(
        named = "test.keycloak",
        matches = ".+",
        disabledReason = "login through Keycloak is tried with -Dtest.keycloak=DIR, its unpacked distribution")
@ExtendWith(WithBrowser.class)
class KeycloakIT {

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
        Optional<Path> java = Javas.atLeast(Keycloak.JAVA);
        assumeTrue(java.isPresent(), "Keycloak wants a Java " + Keycloak.JAVA + " or newer, here or in /usr/lib/jvm");
        keycloak = Keycloak.start(
                Path.of(System.getProperty("test.keycloak")), java.get(), folder.resolve("keycloak.log"));
        // Another site for the browser than Aftertalk's, as at a real provider.
        aftertalk = AftertalkProcess.with(folder.resolve("data"), settings("localhost"))
                .start();
        backToTheUsualOne();
    }

    @AfterAll
    static void stopBoth() throws Exception {
        for (AutoCloseable each :
                Stream.of(aftertalk, keycloak).filter(Objects::nonNull).toList()) {
            each.close();
        }
    }

    @Test
    void anAdminThereIsAnAdminHereUntilTheyLogOut() {
        keycloak.create("ada", "admin");
        here().logInAs("ada", "Admin");
        here().open("/admin/users");
        browser.until("h1", "Users");

        browser.press(".menu summary");
        browser.click("Log out");
        browser.until("[role=status]", "You are logged out.");
        here().open("/admin/users");
        browser.until("h1", "Log in");

        browser.click("Continue with Keycloak"); // where they are logged in still
        browser.until("h1", "Users");
    }

    @Test
    void aViewerThereSeesNoPagesOfAdmins() {
        keycloak.create("vera", "viewer");
        here().logInAs("vera", "Viewer");
        browser.expect("403");
        here().open("/admin/users");
        browser.until("h1", "That is not for you");
    }

    @Test
    void tellsWhoHasNoRole() {
        keycloak.create("norma", null);
        here().logIn("norma").isRefused("Your account there has no role here");
        here().triesAgainUntilTheLogSays(
                        "whose claim resource_access.shop.aftertalk.roles gives no role here", aftertalk);
    }

    @Test
    void aNewRoleThereIsTheRoleHereFromTheNextLoginOn() {
        keycloak.create("olga", "viewer");
        here().logInAs("olga", "Viewer");
        keycloak.give("olga", "operator");
        here().logInAs("olga", "Operator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "RS384", "PS512", "ES384"})
    void takesWhatItSignsWith(String algorithm) {
        keycloak.create(algorithm.toLowerCase(Locale.ROOT), "viewer");
        keycloak.signingWith(algorithm, () -> here().logInAs(algorithm.toLowerCase(Locale.ROOT), "Viewer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "HS256"})
    void namesTheSignatureThatItCanNotCheck(String algorithm) {
        String user = "refused-" + algorithm.toLowerCase(Locale.ROOT);
        String words = "The ID token is signed with " + algorithm + ": have it sign those for this client with RS256";
        keycloak.create(user, "viewer");
        keycloak.signingWith(algorithm, () -> {
            here().logIn(user).isRefused("was not accepted");
            here().triesAgainUntilTheLogSays(words, aftertalk);
        });
    }

    @Test
    void takesTheNewKeyWhenKeysAreRotated() {
        keycloak.create("rita", "viewer");
        here().logInAs("rita", "Viewer");
        Set<String> keys = new HashSet<>();
        for (int n = 0; n < 2; n++) {
            assertThat(keys.add(keycloak.rotate())).isTrue();
            here().logInAs("rita", "Viewer");
        }
    }

    @Test
    void refusesAnAccountThatWasMadeAnewUntilAnAdminLinksIt() throws Exception {
        keycloak.create("anna", "viewer");
        here().logInAs("anna", "Viewer");
        keycloak.delete("anna");
        keycloak.create("anna", "operator");
        here().logIn("anna").isRefused("already taken");
        assertThat(aftertalk.log()).contains("vouches for a user anna, whose name is that of another user here");

        keycloak.create("augusta", "admin");
        here().logInAs("augusta", "Admin");
        here().link("anna", keycloak.id("anna"));
        here().logInAs("anna", "Operator");
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
                new SingleSignOn(browser, "http://" + host + ":" + other.port()).logInAs("stella", "Viewer");
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
                .map(setting -> setting.replaceFirst("client-secret=.*", "client-secret=")
                        .replaceFirst("role-claim=.*", "role-claim=realm_access.roles")
                        .replaceFirst("roles.operator=", "roles.operator=aftertalk-"))
                .toArray(String[]::new);
        try (AftertalkProcess other = AftertalkProcess.with(folder.resolve("realm"), settings)) {
            other.start();
            sendsBackTo(other);
            at(other).logInAs("rhea", "Operator");
        } finally {
            keycloak.restore(before);
        }
    }

    @Test
    void refusesTheUsersOfAnIssuerWithAnotherNameUntilAnAdminLinksThem() throws Exception {
        keycloak.create("ivan", "viewer");
        Path data = folder.resolve("renamed");
        try (AftertalkProcess before = AftertalkProcess.with(data, settings("127.0.0.1"))) {
            before.start();
            sendsBackTo(before);
            at(before).logInAs("ivan", "Viewer");
            before.terminate();
            keycloak.renameTo("localhost");
            before.start();
            browser.forget();
            at(before).open("/login");
            browser.click("Continue with Keycloak");
            browser.until(".notice", "can’t be reached");
            assertThat(before.log())
                    .contains("it calls itself " + keycloak.issuer("localhost"))
                    .contains("security.oidc.issuer must be the issuer to the letter");
        }
        try (AftertalkProcess after = AftertalkProcess.with(data, settings("localhost"))) {
            after.start();
            sendsBackTo(after);
            at(after).logIn("ivan").isRefused("already taken");
            keycloak.create("ida", "admin");
            at(after).logInAs("ida", "Admin");
            at(after).link("ivan", keycloak.id("ivan"));
            at(after).logInAs("ivan", "Viewer");
        } finally {
            backToTheUsualOne();
        }
    }

    private static void backToTheUsualOne() {
        keycloak.renameTo("");
        sendsBackTo(aftertalk);
    }

    private static void sendsBackTo(AftertalkProcess aftertalk) {
        keycloak.redirectsTo(List.of("http://127.0.0.1:" + aftertalk.port() + "/login/oauth2/code/oidc"));
    }

    private SingleSignOn here() {
        return at(aftertalk);
    }

    private SingleSignOn at(AftertalkProcess aftertalk) {
        return new SingleSignOn(browser, "http://127.0.0.1:" + aftertalk.port());
    }

    private static String[] settings(String host, String... others) throws IOException {
        return KeycloakRecipe.settings(keycloak.issuer(host), keycloak.secret(), others);
    }
}
