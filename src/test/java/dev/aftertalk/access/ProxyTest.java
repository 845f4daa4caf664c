package dev.aftertalk.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aftertalk.sandbox.PeerAnswer;
import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.PeerServer;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The recipes of src/docs/proxy, run by the real proxies with https below a path, in front of one node that is there and one that first answers
 * webhooks with 503, as one that stops does, and then is gone.
 */
class ProxyTest extends SecuredTest {

    private static final Path RECIPES = Path.of("src/docs/proxy");
    private static final String BELOW = "/aftertalk";

    @TempDir
    private Path folder;

    private int outside;
    private HttpClient http;
    private final AtomicInteger refused = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "haproxy", "apache2"})
    void servesPagesRedirectsStreamAndWebhookBelowAPath(String proxy) throws Exception {
        assumeTrue(program(proxy) != null, "skipped: " + proxy + " is not installed (apt-get install " + proxy + ")");
        assumeTrue(program("openssl") != null, "skipped: openssl is not installed (apt-get install openssl)");
        outside = FreePort.next();
        certificate();
        http = client();
        PeerServer stopping = stoppingNode();
        Process process = start(proxy, URI.create(stopping.url()).getPort());
        try {
            await().atMost(Duration.ofSeconds(15))
                    .ignoreExceptions()
                    .until(() -> get("/health").statusCode() == 200);
            takesWebhooksWhileANodeStops(proxy);
            stopping.stop();
            leadsToTheLogin();
            logsIn();
            streams();
            takesWebhooks();
        } finally {
            stopping.close();
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /** Takes part as if nothing were, but refuses each webhook. */
    private PeerServer stoppingNode() {
        refused.set(0);
        return new PeerServer(0, request -> {
            boolean webhook = request.method().equals("POST");
            refused.addAndGet(webhook ? 1 : 0);
            return new PeerAnswer(webhook ? 503 : 200, null, Map.of());
        });
    }

    private void takesWebhooksWhileANodeStops(String proxy) throws Exception {
        List<Integer> answers = new ArrayList<>();
        while (refused.get() == 0 && answers.size() < 20) {
            answers.add(webhook());
        }
        assertThat(refused.get()).isPositive();
        if (proxy.equals("apache2")) { // It leaves the node out from the next event on.
            assertThat(answers.remove(answers.size() - 1)).isEqualTo(503);
        }
        for (int n = 0; n < 10; n++) {
            answers.add(webhook());
        }
        assertThat(answers).containsOnly(202);
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
            assertThat(webhook()).isEqualTo(202);
        }
    }

    private int webhook() throws Exception {
        String body = "{\"eventId\":\"" + UUID.randomUUID() + "\",\"eventType\":\"none.of.ours\"}";
        HttpResponse<String> answer = http.send(
                request("/webhooks/iadvize")
                        .header("Content-Type", "application/json")
                        .header("X-iAdvize-Signature", SignedWebhook.signature("x", body))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        return answer.statusCode();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + outside + BELOW + path))
                .header("Accept", "text/html")
                .timeout(Duration.ofSeconds(20));
    }

    private Process start(String proxy, int second) throws IOException {
        String file = Map.of("nginx", "nginx.conf", "haproxy", "haproxy.cfg", "apache2", "apache.conf")
                .get(proxy);
        String recipe = Files.readString(RECIPES.resolve(file))
                .replace("127.0.0.1:8080", "127.0.0.1:" + port)
                .replace("127.0.0.1:8081", "127.0.0.1:" + second)
                .replaceAll("/etc/(ssl|haproxy)/", folder + "/")
                .replace("listen 443 ssl", "listen 127.0.0.1:" + outside + " ssl")
                .replace("bind :443 ssl", "bind 127.0.0.1:" + outside + " ssl")
                .replace("<VirtualHost *:443>", "<VirtualHost 127.0.0.1:" + outside + ">");
        Path its = Files.writeString(folder.resolve(file), recipe);
        List<String> command =
                switch (proxy) {
                    case "nginx" -> List.of(program(proxy), "-p", folder.toString(), "-c", nginx(its));
                    case "haproxy" -> List.of(program(proxy), "-db", "-f", its.toString());
                    default -> List.of(program(proxy), "-D", "FOREGROUND", "-f", apache(its));
                };
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(proxy + ".log").toFile())
                .start();
    }

    /** What Debian's own files say around a site, with the modules that the recipe names. */
    private String apache(Path recipe) throws IOException {
        String modules = Files.readAllLines(recipe).stream()
                .filter(line -> line.startsWith("# It needs: a2enmod "))
                .findFirst()
                .orElseThrow();
        String main = "ServerRoot " + folder + "\nDefaultRuntimeDir " + folder
                + "\nPidFile httpd.pid\nErrorLog error.log\n"
                + "Mutex pthread default\nUser nobody\nGroup nogroup\nServerName localhost\nListen 127.0.0.1:" + outside
                + " https\n";
        // What a2enmod enables besides, as they depend on it.
        for (String module : ("mpm_event authz_core socache_shmcb slotmem_shm"
                        + modules.substring(modules.indexOf("a2enmod") + "a2enmod".length()))
                .split(" ")) {
            main += "LoadModule " + module + "_module /usr/lib/apache2/modules/mod_" + module + ".so\n";
        }
        return Files.writeString(folder.resolve("apache2.conf"), main + "Include " + recipe + "\n")
                .toString();
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
