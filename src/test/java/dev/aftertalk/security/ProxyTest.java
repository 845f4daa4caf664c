package dev.aftertalk.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.SignedWebhook;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of src/docs/proxy, run by the real proxies with https below a path, in front of one node that is there and one that is not. */
class ProxyTest extends SecuredTest {

    private static final Path RECIPES = Path.of("src/docs/proxy");
    private static final String BELOW = "/aftertalk";

    @TempDir
    private Path folder;

    private int outside;
    private HttpClient http;

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "haproxy"})
    void servesPagesRedirectsStreamAndWebhookBelowAPath(String proxy) throws Exception {
        assumeTrue(program(proxy) != null, "skipped: " + proxy + " is not installed (apt-get install " + proxy + ")");
        assumeTrue(program("openssl") != null, "skipped: openssl is not installed (apt-get install openssl)");
        outside = FreePort.next();
        certificate();
        http = client();
        Process process = start(proxy);
        try {
            await().atMost(Duration.ofSeconds(15))
                    .ignoreExceptions()
                    .until(() -> get("/health").statusCode() == 200);
            leadsToTheLogin();
            logsIn();
            streams();
            takesWebhooks();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private void leadsToTheLogin() throws Exception {
        for (int n = 0; n < 4; n++) { // whichever node is asked first
            HttpResponse<String> refused = get("/admin/users");
            assertThat(refused.statusCode()).isEqualTo(302);
            assertThat(refused.headers().firstValue("Location")).hasValue(BELOW + "/login?to=%2Fadmin%2Fusers");
        }
        Document login = Jsoup.parse(get("/login").body());
        List<String> parts = login.select("[href^=/], [src^=/], [action^=/]").stream()
                .map(part -> part.attr("href") + part.attr("src") + part.attr("action"))
                .toList();
        assertThat(parts).isNotEmpty().allMatch(part -> part.startsWith(BELOW + "/"));
        assertThat(get("/aftertalk.css").statusCode()).isEqualTo(200);
    }

    private void logsIn() throws Exception {
        String csrf =
                Jsoup.parse(get("/login").body()).select("input[name=_csrf]").attr("value");
        String form = "name=" + user(Role.ADMIN) + "&password=" + PASSWORD.replace(' ', '+') + "&_csrf=" + csrf
                + "&to=%2Fadmin%2Fusers";
        HttpResponse<String> done = http.send(
                request("/login")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        assertThat(done.headers().firstValue("Location")).hasValue(BELOW + "/admin/users");
        assertThat(done.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("__Secure-aftertalk=") && cookie.contains("Path=/aftertalk/"));
        assertThat(get("/admin/users").statusCode()).isEqualTo(200);
    }

    private void streams() throws Exception {
        Document page = Jsoup.parse(get("/dashboard").body());
        String stream = page.select("[data-stream]").attr("data-stream");
        assertThat(stream).startsWith(BELOW + "/dashboard/stream?");
        HttpResponse<InputStream> answer =
                http.send(request(stream.substring(BELOW.length())).build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            // A buffering proxy would hold back the first beat too.
            await().atMost(Duration.ofSeconds(20)).until(lines::readLine, "event: beat"::equals);
        }
    }

    private void takesWebhooks() throws Exception {
        for (int n = 0; n < 4; n++) { // whichever node is asked first
            String body = "{\"eventId\":\"" + UUID.randomUUID() + "\",\"eventType\":\"none.of.ours\"}";
            HttpResponse<String> taken = http.send(
                    request("/webhooks/iadvize")
                            .header("Content-Type", "application/json")
                            .header("X-iAdvize-Signature", SignedWebhook.signature("x", body))
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(taken.statusCode()).isEqualTo(202);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + outside + BELOW + path))
                .header("Accept", "text/html")
                .timeout(Duration.ofSeconds(20));
    }

    private Process start(String proxy) throws IOException {
        String file = proxy.equals("nginx") ? "nginx.conf" : "haproxy.cfg";
        String recipe = Files.readString(RECIPES.resolve(file))
                .replace("127.0.0.1:8080", "127.0.0.1:" + port)
                .replace("127.0.0.1:8081", "127.0.0.1:" + FreePort.next())
                .replaceAll("/etc/(ssl|haproxy)/", folder + "/")
                .replace("listen 443 ssl", "listen 127.0.0.1:" + outside + " ssl")
                .replace("bind :443 ssl", "bind 127.0.0.1:" + outside + " ssl");
        Path its = Files.writeString(folder.resolve(file), recipe);
        List<String> command = proxy.equals("nginx")
                ? List.of(program(proxy), "-p", folder.toString(), "-c", nginx(its))
                : List.of(program(proxy), "-db", "-f", its.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(proxy + ".log").toFile())
                .start();
    }

    private String nginx(Path recipe) throws IOException {
        String main =
                "daemon off; master_process off; pid nginx.pid; error_log error.log; events {} http { access_log off;\n";
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            main += kind + "_temp_path " + folder + "/" + kind + ";\n";
        }
        return Files.writeString(folder.resolve("main.conf"), main + "include " + recipe + ";\n}\n")
                .toString();
    }

    /** A certificate for this machine, as two files and as the one that HAProxy wants. */
    private void certificate() throws Exception {
        String name = "shop.example.org";
        Process made = new ProcessBuilder(List.of(
                        program("openssl"),
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        name + ".key",
                        "-out",
                        name + ".crt"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        assertThat(made.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String certificate = Files.readString(folder.resolve(name + ".crt"));
        Files.writeString(folder.resolve(name + ".pem"), certificate + Files.readString(folder.resolve(name + ".key")));
    }

    private HttpClient client() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        try (InputStream in = Files.newInputStream(folder.resolve("shop.example.org.crt"))) {
            trusted.setCertificateEntry(
                    "proxy", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .build();
    }

    private static String program(String name) {
        return List.of("/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/").stream()
                .map(folder -> folder + name)
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse(null);
    }
}
