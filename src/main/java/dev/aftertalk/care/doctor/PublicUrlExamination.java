package dev.aftertalk.care.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Examination;
import dev.aftertalk.diagnosis.Reasons;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.web.PublicUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/**
 * Calls this server at its public address, as iAdvize does: its health check, and its webhook with a body that is signed and no event. Only a server
 * with the same secret gets as far as to refuse that for what it is, and stores nothing.
 */
class PublicUrlExamination implements Examination {

    private static final String NAME = "Public address";
    private static final String HEALTH = "/health";
    private static final String WEBHOOK = "/webhooks/iadvize";
    private static final byte[] NO_EVENT = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String SEE = "See that DNS leads to the proxy, that the proxy passes " + HEALTH + " and "
            + WEBHOOK + " on to this server (src/docs/proxy.md), and that aftertalk.public-url is right.";

    private final String url;
    private final WebhookSecrets secrets;
    private final ServerHere here;

    PublicUrlExamination(PublicUrl url, WebhookSecrets secrets, ServerHere here) {
        this.url = url.publicUrl();
        this.secrets = secrets;
        this.here = here;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void examine(Usage usage, Report report) throws InterruptedException {
        if (url.isEmpty()) {
            report.tell(Diagnosis.notChecked(
                    NAME,
                    "aftertalk.public-url is not set, so the way in from outside is not known here.",
                    "Set it to the address that iAdvize and visitors use, and run doctor again."));
            return;
        }
        try {
            OutsideCall call = new OutsideCall();
            OutsideCall.Answer health = call.get(URI.create(url + HEALTH));
            report.heard(NAME, health.date());
            Diagnosis fault = fault(health);
            Diagnosis found = fault == null ? webhook(call) : fault;
            report.tell(found);
        } catch (IOException e) {
            report.tell(unanswered(
                    url + " can't be reached: "
                            + Reasons.unreachable(e).orElse(e.getClass().getSimpleName()) + ".",
                    SEE));
        }
        if (isPlain()) {
            report.tell(Diagnosis.warning(
                    NAME,
                    "aftertalk.public-url begins with http://: links to visitors' pages are not encrypted, and iAdvize"
                            + " calls https:// alone.",
                    "Have the proxy end https, and write https:// there."));
        }
    }

    /** Null when it is this server's, and ready. */
    private Diagnosis fault(OutsideCall.Answer health) {
        if (health.status() >= 300 && health.status() < 400) {
            return redirected(url, health.location());
        }
        String status = status(health.body());
        if (health.status() == 503 && status.equals("DOWN")) {
            return Diagnosis.problem(
                    NAME,
                    "Aftertalk answers at " + url + HEALTH + ", and takes no events at present.",
                    "Wait if it has just been started; otherwise its log says what keeps it: the database, or a full disk.");
        }
        if (health.status() != 200 || !status.equals("UP")) {
            return unanswered(
                    "What answers at " + url + HEALTH + " is not Aftertalk (HTTP " + health.status() + ").", SEE);
        }
        return null;
    }

    /** @param to where; empty when the answer does not say */
    static Diagnosis redirected(String url, String to) {
        boolean plain = url.startsWith("https:") && to.startsWith("http:");
        return Diagnosis.problem(
                NAME,
                plain
                        ? url + " redirects to http://, where nothing is encrypted."
                        : url + " redirects elsewhere, which iAdvize does not follow.",
                "Have the proxy answer at that address itself, or write the address it redirects to as aftertalk.public-url.");
    }

    private Diagnosis webhook(OutsideCall call) throws IOException, InterruptedException {
        if (secrets.isNone()) {
            return Diagnosis.notChecked(
                    NAME,
                    "Aftertalk answers at " + url
                            + "; whether it is this one can't be told without iadvize.webhook.secrets.",
                    "Set it.");
        }
        OutsideCall.Answer answer = call.post(URI.create(url + WEBHOOK), NO_EVENT, secrets.signature(NO_EVENT));
        boolean ours = answer.type().startsWith("application/problem+json");
        if (answer.status() == 400 && ours) {
            return Diagnosis.ok(NAME, "This Aftertalk answers at " + url + ", for webhooks too.");
        }
        if (answer.status() == 401 && ours) {
            return Diagnosis.problem(
                    NAME,
                    "Another Aftertalk answers at " + url + WEBHOOK + ", or one that was started with other secrets.",
                    "Have the proxy lead to this server, or restart it so that it has iadvize.webhook.secrets as set here.");
        }
        return unanswered(
                url + HEALTH + " is Aftertalk's, but " + url + WEBHOOK + " is not answered by it (HTTP "
                        + answer.status() + ").",
                "Have the proxy pass POST " + WEBHOOK + " on with its body and headers as they are; a firewall for web"
                        + " applications must let JSON through.");
    }

    /** Where the server does not run, nobody can be expected to answer; nor at the address of settings that are not the server's. */
    private Diagnosis unanswered(String found, String todo) {
        if (here.isUp()) {
            return Diagnosis.problem(NAME, found, todo);
        }
        if (here.hasData()) {
            return Diagnosis.notChecked(
                    NAME,
                    found + " A server works on the data folder " + here.data() + ", but nothing listens on "
                            + here.place() + ": it was started with other settings than doctor, so that tells nothing.",
                    "Run doctor with the settings the server was started with: its arguments, such as --server.port=…, and"
                            + " its environment. If it is just starting, run doctor again.");
        }
        return Diagnosis.notChecked(
                NAME,
                found + " Nothing listens on " + here.place() + ", and no server works on the data folder "
                        + here.data() + ", so that tells nothing.",
                "Start the server and run doctor again, with the same settings.");
    }

    private boolean isPlain() {
        try {
            return url.startsWith("http:")
                    && !InetAddress.getByName(URI.create(url).getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }

    private static String status(byte[] body) {
        try {
            return new ObjectMapper().readTree(body).path("status").asText();
        } catch (IOException e) {
            return "";
        }
    }
}
