package dev.aftertalk.durability.outage;

import dev.aftertalk.sandbox.SandboxIadvize;
import dev.aftertalk.sandbox.SandboxIadvize.Credentials;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.Visitors;
import java.io.IOException;
import java.util.List;

/** All other systems of one server, and the settings that lead to them and switch every workflow on. */
final class OutagePeers implements AutoCloseable {

    private final FailingSmtp smtp;
    private final FailingHttp iadvize;
    private final FailingHttp salesforce;
    private final FailingHttp jira;

    OutagePeers(Effects effects) throws IOException {
        HttpSystems systems = new HttpSystems(effects);
        smtp = new FailingSmtp(effects);
        iadvize = new FailingHttp("iadvize", new SandboxIadvize(new Credentials("key", "nobody", ""), new Visitors()));
        salesforce = new FailingHttp("salesforce", systems::salesforce);
        jira = new FailingHttp("jira", systems::jira);
    }

    FailingPeer named(String name) {
        return all().stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<FailingPeer> all() {
        return List.of(smtp, iadvize, salesforce, jira);
    }

    List<String> settings() {
        return List.of(
                "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                "--iadvize.rest.url=" + iadvize.url() + "/api/2",
                "--iadvize.rest.api-key=key",
                "--mail.host=127.0.0.1",
                "--mail.port=" + smtp.port(),
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
                "--jira.index-lag=5s");
    }

    @Override
    public void close() throws IOException {
        for (FailingPeer peer : all()) {
            peer.close();
        }
    }
}
