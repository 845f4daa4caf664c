package dev.aftertalk.durability.outage;

import dev.aftertalk.sandbox.Peer;
import dev.aftertalk.sandbox.SandboxIadvize;
import dev.aftertalk.sandbox.SandboxIadvize.Credentials;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import dev.aftertalk.testing.Visitors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All other systems of one server, by their names in drills, and the settings that lead to them and switch every workflow on. */
final class OutagePeers implements AutoCloseable {

    private static final Pattern WORKFLOW = Pattern.compile("(?mi)^Message-ID:\\s*<([a-z-]+)\\.");

    private final Map<String, Calls> calls = new ConcurrentHashMap<>();
    private final Effects effects;
    private final SmtpPeer mail = new SmtpPeer();
    private final PeerServer iadvize;
    private final PeerServer salesforce;
    private final PeerServer jira;

    OutagePeers(Effects effects) throws IOException {
        HttpSystems systems = new HttpSystems(effects);
        this.effects = effects;
        mail.handTo(this::take);
        iadvize = counted("iadvize", new SandboxIadvize(new Credentials("key", "nobody", ""), new Visitors()));
        salesforce = counted("salesforce", systems::salesforce);
        jira = counted("jira", systems::jira);
    }

    private PeerServer counted(String name, Peer peer) {
        return new PeerServer(0, request -> {
            calls(name).note();
            return peer.answer(request);
        });
    }

    private void take(SmtpPeer.Mail taken) {
        calls("mail").note();
        Matcher workflow = WORKFLOW.matcher(taken.content());
        long visitor = Long.parseLong(taken.recipient().replaceFirst("v(\\d+)@.*", "$1"));
        effects.happened(workflow.find() ? workflow.group(1) : "", visitor);
    }

    /** Of the mail server, the mails it took. */
    Calls calls(String name) {
        return calls.computeIfAbsent(name, none -> new Calls());
    }

    List<String> settings() {
        return List.of(
                "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                "--iadvize.rest.url=" + iadvize.url() + "/api/2",
                "--iadvize.rest.api-key=key",
                "--mail.host=127.0.0.1",
                "--mail.port=" + mail.port(),
                "--mail.security=none",
                "--mail.from=thanks@shop.test",
                "--aftertalk.public-url=https://aftertalk.example.com",
                "--workflows.promo-code=true",
                "--workflows.satisfaction-survey=true",
                "--survey.delay=0s",
                "--satisfaction.settle-time=0s",
                "--salesforce.login-url=" + salesforce.url(),
                "--salesforce.client-id=app",
                "--salesforce.client-secret=secret",
                "--jira.url=" + jira.url(),
                "--jira.email=ops@shop.test",
                "--jira.api-token=token",
                "--jira.project=CUST",
                // This one's search shows a new issue at once.
                "--jira.index-lag=5s",
                "--drill.allowed=true");
    }

    @Override
    public void close() throws IOException {
        mail.close();
        List.of(iadvize, salesforce, jira).forEach(PeerServer::close);
    }
}
