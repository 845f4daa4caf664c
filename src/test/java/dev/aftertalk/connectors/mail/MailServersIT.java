package dev.aftertalk.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aftertalk.testing.FreePort;
import dev.aftertalk.text.MailAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Debian's own mail servers with the limits they come with, each in a root folder of its own, since their packages exclude each other. The
 * folders are made below {@code -Dtest.mail-servers=DIR} by mmdebstrap, which takes a minute or two each, and used again.
 */
class MailServersIT {

    private static final int MAILS = 400;
    private static final int MAILBOXES = 8;
    private static final Duration AT_ONCE = Duration.ofSeconds(90);

    /** Only where it listens, for whom it delivers and that it delivers to folders is changed. */
    enum Server {
        EXIM(
                "exim4-daemon-light",
                """
                sed -i -e "s/^dc_local_interfaces=.*/dc_local_interfaces='127.0.0.1.PORT'/" \\
                  -e "s/^dc_other_hostnames=.*/dc_other_hostnames='test.example'/" \\
                  -e "s/^dc_localdelivery=.*/dc_localdelivery='maildir_home'/" /etc/exim4/update-exim4.conf.conf
                update-exim4.conf
                exec exim4 -bdf -q30m
                """),
        POSTFIX(
                "postfix",
                """
                test -e /etc/postfix/main.cf || cp /usr/share/postfix/main.cf.debian /etc/postfix/main.cf
                postconf -e mydestination=test.example home_mailbox=Maildir/ inet_interfaces=127.0.0.1 inet_protocols=ipv4 \\
                  maillog_file=/var/log/mail.log myhostname=mail.test.example alias_maps= alias_database=
                sed -i "s/^[^# ]* *inet  *n .* smtpd$/127.0.0.1:PORT inet n - y - - smtpd/" /etc/postfix/master.cf
                exec postfix start-fg
                """),
        OPENSMTPD(
                "opensmtpd",
                """
                printf '%s\\n' 'listen on 127.0.0.1 port PORT' 'action "local" maildir' \\
                  'match from local for domain "test.example" action "local"' > /etc/smtpd.conf
                exec smtpd -d
                """);

        final String debian;
        final String start;

        Server(String debian, String start) {
            this.debian = debian;
            this.start = start;
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliversEachMailOnceAndAtOnceOverKeptConnections(Server server) throws Exception {
        Path root = root(server);
        int port = FreePort.next();
        Process process = shell(root, server.start.replace("PORT", String.valueOf(port)));
        PooledMailSender sender = MailWorkflow.sender(MailWorkflow.settings(
                port, Map.of("mail.host", "127.0.0.1", "mail.read-timeout", "30s", "mail.data-done-timeout", "10m")));
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> listens(port));
            send(sender);
            await().atMost(AT_ONCE).until(() -> delivered(root).size() >= MAILS);
            List<String> ids = delivered(root);
            assertThat(ids).hasSize(MAILS);
            assertThat(new HashSet<>(ids)).hasSize(MAILS);
        } finally {
            sender.destroy();
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void send(PooledMailSender sender) throws Exception {
        MailComposer composer = new MailComposer(new MailIdentity(MailWorkflow.settings(1)));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < MAILS; i++) {
                OutgoingMail mail = composer.compose(
                        "t",
                        "<html><head><title>Hello</title></head><body><p>Hello",
                        MailAddress.parse("u" + i % MAILBOXES + "@test.example"),
                        "workflow",
                        "event-" + i,
                        null);
                sent.add(threads.submit(() -> {
                    sender.send(mail);
                    return null;
                }));
            }
            for (Future<?> mail : sent) {
                mail.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** The Message-IDs in all mailboxes. */
    private static List<String> delivered(Path root) throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < MAILBOXES; i++) {
            Path mailbox = root.resolve("home/u" + i + "/Maildir/new");
            if (Files.isDirectory(mailbox)) {
                try (Stream<Path> mails = Files.list(mailbox)) {
                    for (Path mail : mails.toList()) {
                        Files.readString(mail, StandardCharsets.ISO_8859_1)
                                .lines()
                                .filter(line -> line.regionMatches(true, 0, "Message-ID:", 0, 11))
                                .findFirst()
                                .ifPresent(ids::add);
                    }
                }
            }
        }
        return ids;
    }

    private static Path root(Server server) throws Exception {
        String folder = System.getProperty("test.mail-servers", "");
        assumeTrue(!folder.isEmpty(), "Skipped: real mail servers are tried with -Dtest.mail-servers=DIR, as root");
        assumeTrue(onPath("mmdebstrap"), "Skipped: mmdebstrap is missing, which makes the roots of the mail servers");
        Path root = Path.of(folder).toAbsolutePath().resolve(server.name().toLowerCase(java.util.Locale.ROOT));
        if (!Files.exists(root.resolve("usr"))) {
            Files.createDirectories(root.getParent());
            run("mmdebstrap", "--variant=essential", "--include=" + server.debian, "bookworm", root.toString());
        }
        String users =
                """
                for i in 0 1 2 3 4 5 6 7; do
                  id u$i > /dev/null 2>&1 || useradd -m u$i
                  rm -rf /home/u$i/Maildir
                done
                """;
        assertThat(shell(root, users).waitFor()).isZero();
        return root;
    }

    private static Process shell(Path root, String script) throws IOException {
        return new ProcessBuilder("chroot", root.toString(), "sh", "-e", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("server.log").toFile())
                .start();
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == '2';
        } catch (IOException e) {
            return false;
        }
    }
}
