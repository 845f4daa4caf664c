package dev.aftertalk.connectors.mail;

import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.SmtpServer;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** An SMTP server that misbehaves on cue: a script may replace each of its answers, or hang up or fall silent instead. */
final class ScriptedSmtpServer extends SmtpServer {

    /** What to answer; null for the usual answer. */
    interface Script {
        String answer(String command, int connection, int mail);
    }

    final Queue<String> messages = new ConcurrentLinkedQueue<>();
    final List<String> commands = new CopyOnWriteArrayList<>();
    /** The most mails that were under way at once: connections say less, since one that its client has left may not have ended here. */
    final AtomicInteger mostMailsAtOnce = new AtomicInteger();

    private final Set<Integer> underWay = ConcurrentHashMap.newKeySet();
    volatile Script script = (command, connection, mail) -> null;

    private ScriptedSmtpServer(SSLContext tls, boolean startTls) throws IOException {
        super(FreePort.next(), tls, startTls);
        start();
    }

    static ScriptedSmtpServer plain() throws IOException {
        return new ScriptedSmtpServer(null, false);
    }

    static ScriptedSmtpServer startTls(SSLContext tls) throws IOException {
        return new ScriptedSmtpServer(tls, true);
    }

    static ScriptedSmtpServer tls(SSLContext tls) throws IOException {
        return new ScriptedSmtpServer(tls, false);
    }

    @Override
    protected String answer(String command, Talk talk) {
        if (command.startsWith("MAIL ")) {
            underWay.add(talk.connection());
            mostMailsAtOnce.accumulateAndGet(underWay.size(), Math::max);
        } else if (command.equals(".")) {
            underWay.remove(talk.connection());
        }
        if (!List.of("GREETING", "BODY", ".").contains(command)) {
            commands.add(command);
        }
        return script.answer(command, talk.connection(), talk.mail());
    }

    @Override
    protected void take(Mail mail) {
        messages.add(mail.content());
    }
}
