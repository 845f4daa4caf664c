package dev.aftertalk.usecases.unsubscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.testing.RawGet;
import dev.aftertalk.testing.SignedWebhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The pages and the one-click answer over HTTP, from the real server and a database that may be out of order. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "iadvize.webhook.secrets=" + SignedWebhook.SECRET,
            "aftertalk.public-url=" + UnsubscribePagesTest.PUBLIC_URL,
            "camel.main.routes-include-pattern=file:routes/webhook.camel.yaml,file:routes/errors.camel.yaml"
        })
@DirtiesContext
class UnsubscribePagesTest {

    static final String PUBLIC_URL = "https://mails.example.com/below/a/path";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String BROWSER = "text/html,application/xhtml+xml";

    @TempDir
    static Path data;

    @LocalServerPort
    private int port;

    @Autowired
    private Subscriptions subscriptions;

    @Autowired
    private JdbcClient sql;

    private final HttpClient http = HttpClient.newHttpClient();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("aftertalk.data-dir", data::toString);
    }

    /** A proxy may take the path off or leave it, and nginx speaks HTTP/1.0 as it comes. */
    @Test
    void leadsBelowThePathOfItsPublicAddressInEveryVersionOfHttp() throws Exception {
        for (String version : List.of("HTTP/1.0", "HTTP/1.1")) {
            for (String path : List.of("/account", "/below/a/path/account")) {
                assertThat(RawGet.headers(port, path, version, "Host: tools.example.com:8443"))
                        .as(path)
                        .contains("location: /below/a/path/login?to=%2Faccount");
            }
            // As people type it. What it leads to is there with a slash and without.
            for (String root : List.of("", "/")) {
                assertThat(RawGet.headers(port, "/below/a/path" + root, version, "Host: tools.example.com:8443"))
                        .contains(RawGet.headers(port, "/", version, "Host: tools.example.com:8443").stream()
                                .filter(line -> line.startsWith("location: /below/a/path/"))
                                .findFirst()
                                .orElseThrow());
            }
            assertThat(RawGet.headers(
                            port,
                            "/account",
                            version,
                            "X-Forwarded-For: 203.0.113.1",
                            "X-Forwarded-Prefix: /elsewhere/"))
                    .contains("location: /elsewhere/login?to=%2Faccount");
            assertThat(RawGet.headers(
                            port,
                            "/account",
                            version,
                            "X-Forwarded-For: 203.0.113.1",
                            "X-Forwarded-Prefix: //evil.example"))
                    .contains("location: /below/a/path/login?to=%2Faccount");
        }
        Document login = Jsoup.parse(
                get("http://127.0.0.1:" + port + "/below/a/path/login").body());
        assertThat(login.select("[href^=/], [src^=/], [action^=/]"))
                .isNotEmpty()
                .allSatisfy(part -> assertThat(part.attr("href") + part.attr("src") + part.attr("action"))
                        .startsWith("/below/a/path/"));
        assertThat(get("http://127.0.0.1:" + port + "/below/a/pathology").statusCode())
                .isNotEqualTo(200);
    }

    @Test
    void namesTheListAndTheMaskedAddressAndChangesNothing() throws Exception {
        String link = link("offers", "camille.durand@example.com");
        HttpResponse<String> page = get(link);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<html lang=\"en\">", "Offers", "c…@example.com", ">Unsubscribe</button>")
                .doesNotContain("camille", "<script", " style=");
        assertThat(send(request(link).method("HEAD", BodyPublishers.noBody())).statusCode())
                .isEqualTo(200);
        assertThat(subscriptions.ended("offers", "camille.durand@example.com")).isFalse();
    }

    @Test
    void sendsHeadersThatKeepTheLinkSecret() throws Exception {
        for (String link : new String[] {link("offers", "headers@example.com"), url("nonsense")}) {
            HttpResponse<String> page = get(link);
            assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(page.headers().firstValue("X-Robots-Tag")).contains("noindex");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .contains("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                            + "base-uri 'none'; frame-ancestors 'none'");
            assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        }
    }

    @Test
    void findsItsStylesFromThePage() throws Exception {
        String link = link("offers", "styles@example.com");
        String page = get(link).body();
        for (String file : new String[] {"../aftertalk.css", "../assets/unsubscribe.css", "../aftertalk.svg"}) {
            assertThat(page).contains("href=\"" + file + "\"");
            assertThat(get(URI.create(link).resolve(file).toString()).statusCode())
                    .as(file)
                    .isEqualTo(200);
        }
    }

    @Test
    void speaksFrenchAndEnglishOtherwise() throws Exception {
        String link = link("surveys", "langues@example.com");
        assertThat(send(request(link).header("Accept-Language", "fr-CA,fr;q=0.9"))
                        .body())
                .contains("<html lang=\"fr\">", ">Se désinscrire</button>", "Enquêtes sur vos conversations");
        assertThat(send(request(link).header("Accept-Language", "de")).body())
                .contains("<html lang=\"en\">", "Surveys about your conversations");
        assertThat(send(request(link("vip-club", "langues@example.com"))).body())
                .contains("<dd>vip-club</dd>");
    }

    @ParameterizedTest
    @ValueSource(strings = {FORM, "multipart/form-data; boundary=b"})
    void unsubscribesInOneClick(String type) throws Exception {
        String address = (type.equals(FORM) ? "form" : "multipart") + "@example.com";
        String link = link("offers", address);
        String body = type.equals(FORM)
                ? "List-Unsubscribe=One-Click"
                : "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
        for (int time = 0; time < 2; time++) {
            HttpResponse<String> answer = post(link, type, body);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("Unsubscribed.\n");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(value -> assertThat(value).startsWith("text/plain"));
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }
        assertThat(subscriptions.ended("offers", address)).isTrue();
        assertThat(subscriptions.ended("surveys", address)).isFalse();
        assertThat(subscriptions.link("offers", address)).isEmpty();
    }

    @Test
    void leadsFromThePageThroughEachChoiceAndBack() throws Exception {
        String address = "choices@example.com";
        String link = link("offers", address);

        assertThat(follow(link, "unsubscribe"))
                .contains("You are unsubscribed<", ">Undo</button>", ">Unsubscribe from all such mails</button>");
        assertThat(subscriptions.ended("offers", address)).isTrue();
        assertThat(subscriptions.ended("surveys", address)).isFalse();

        assertThat(follow(link, "all")).contains("You are unsubscribed from all such mails<", ">Undo</button>");
        assertThat(subscriptions.ended("surveys", address)).isTrue();

        assertThat(follow(link, "resubscribe")).contains("You get these mails again<", ">Unsubscribe</button>");
        assertThat(subscriptions.ended("offers", address)).isFalse();
        assertThat(subscriptions.ended("surveys", address)).isFalse();
    }

    @Test
    void changesNothingWhenThePostDoesNotSayWhat() throws Exception {
        String link = link("offers", "unclear@example.com");
        for (String body : new String[] {"", "List-Unsubscribe=No", "action=drop", "action=unsubscribe;"}) {
            assertThat(post(link, FORM, body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(post(link, "text/plain", "List-Unsubscribe=One-Click").statusCode())
                .isEqualTo(400);
        assertThat(subscriptions.ended("offers", "unclear@example.com")).isFalse();
    }

    @Test
    void refusesATornBodyWithoutInternals() throws Exception {
        String link = link("offers", "torn@example.com");
        HttpResponse<String> answer = post(link, "multipart/form-data", "--b\r\nContent-Disposition");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("Exception", "org.", "java.");
        assertThat(subscriptions.ended("offers", "torn@example.com")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "c2FtcGxl",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
                "%24%7B7*7%7D",
                "%F0%9F%98%80",
                "%0D%0ASet-Cookie:a=b",
                "a%20b"
            })
    void saysInWordsThatALinkOpensNothing(String token) throws Exception {
        HttpResponse<String> page = get(url(token));
        assertThat(page.statusCode()).isIn(400, 404);
        assertThat(page.body()).doesNotContain("alert(1)", "Exception", "java", "49");
        if (page.statusCode() == 404) {
            assertThat(page.body()).contains("This link doesn’t work");
            assertThat(post(url(token), FORM, "List-Unsubscribe=One-Click").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void opensNoLinkThatWasTamperedWith() throws Exception {
        String link = link("offers", "tampered@example.com");
        char last = link.charAt(link.length() - 5);
        String changed =
                link.substring(0, link.length() - 5) + (last == 'A' ? 'B' : 'A') + link.substring(link.length() - 4);
        assertThat(get(changed).statusCode()).isEqualTo(404);
        assertThat(get(link + "A".repeat(5_000)).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
    void takesNoOtherMethod(String method) throws Exception {
        String link = link("offers", "methods@example.com");
        HttpResponse<String> answer =
                send(request(link).method(method, BodyPublishers.ofString("List-Unsubscribe=One-Click")));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("GET", "POST"));
    }

    @Test
    void neverSaysDoneWhenTheDatabaseDidNotTakeIt() throws Exception {
        String link = link("offers", "refused@example.com");
        sql.sql("CREATE TRIGGER full BEFORE INSERT ON unsubscribed BEGIN SELECT RAISE(ABORT, 'disk full'); END")
                .update();
        try {
            for (String body : new String[] {"List-Unsubscribe=One-Click", "action=unsubscribe", "action=all"}) {
                HttpResponse<String> answer = post(link, FORM, body);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).contains("10");
                assertThat(answer.body())
                        .contains("This can’t be done right now", "may not have been stored")
                        .doesNotContain("disk full", "Exception");
            }
        } finally {
            sql.sql("DROP TRIGGER full").update();
        }
        assertThat(subscriptions.ended("offers", "refused@example.com")).isFalse();
        assertThat(post(link, FORM, "List-Unsubscribe=One-Click").statusCode()).isEqualTo(200);
    }

    @Test
    void letsMailsWaitAndShowsNoStandingWhileTheDatabaseIsAway() throws Exception {
        String link = link("offers", "away@example.com");
        sql.sql("ALTER TABLE unsubscribed RENAME TO elsewhere").update();
        try {
            assertThat(get(link).statusCode()).isEqualTo(503);
            assertThatThrownBy(() -> subscriptions.link("offers", "away@example.com"))
                    .isInstanceOf(RetryableException.class);
            assertThatThrownBy(() -> subscriptions.ended("offers", "away@example.com"))
                    .isInstanceOf(RetryableException.class);
        } finally {
            sql.sql("ALTER TABLE elsewhere RENAME TO unsubscribed").update();
        }
        assertThat(get(link).statusCode()).isEqualTo(200);
    }

    @Test
    void givesNoLinkToANameThatIsNoList() {
        assertThatThrownBy(() -> subscriptions.link("Of fers", "a@example.com")).isInstanceOf(PermanentException.class);
    }

    /** As a browser does: the button, the redirect to the page, the page. */
    private String follow(String link, String action) throws Exception {
        HttpResponse<String> answer = post(link, FORM, "action=" + action);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        String location = answer.headers().firstValue("Location").orElseThrow();
        URI page = URI.create(link).resolve(location);
        assertThat(page.getPath()).isEqualTo(URI.create(link).getPath());
        assertThat(URI.create(PUBLIC_URL + "/unsubscribe/x").resolve(location).toString())
                .startsWith(PUBLIC_URL + "/unsubscribe/");
        return get(page.toString()).body();
    }

    /** The link of a mail, as a proxy passes it on. */
    private String link(String list, String address) {
        String link = subscriptions.link(list, address);
        assertThat(link).startsWith(PUBLIC_URL + "/unsubscribe/");
        return url(link.substring(link.lastIndexOf('/') + 1));
    }

    private String url(String token) {
        return "http://127.0.0.1:" + port + "/unsubscribe/" + token;
    }

    private HttpResponse<String> get(String url) throws Exception {
        return send(request(url));
    }

    private HttpResponse<String> post(String url, String type, String body) throws Exception {
        return send(request(url).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).header("Accept", BROWSER);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
