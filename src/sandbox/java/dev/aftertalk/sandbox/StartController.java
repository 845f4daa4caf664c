package dev.aftertalk.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sandbox's start page: send an event, see what became of it. */
@Controller
@SandboxOnly
class StartController {

    /** The secret everybody may see; one given as an argument may be a real one and is never shown. */
    private static final String PUBLIC_SECRET = "sandbox-secret";

    private final EventSamples samples;
    private final SentEvents sent;
    private final Inbox inbox;
    private final Traffic traffic;
    private final WebhookSender sender;
    private final String shownSecret;

    StartController(
            EventSamples samples,
            SentEvents sent,
            Inbox inbox,
            Traffic traffic,
            WebhookSender sender,
            Environment environment) {
        this.samples = samples;
        this.sent = sent;
        this.inbox = inbox;
        this.traffic = traffic;
        this.sender = sender;
        boolean isPublic = PUBLIC_SECRET.equals(environment.getProperty("iadvize.webhook.secrets"));
        this.shownSecret = isPublic ? PUBLIC_SECRET : "<the first of iadvize.webhook.secrets>";
    }

    @GetMapping("/sandbox")
    String start(@RequestParam(name = "sent", defaultValue = "") String sentId, Model model) {
        model.addAttribute("groups", groups());
        model.addAttribute("flash", sent.find(sentId).orElse(null));
        model.addAttribute("sends", sent.newestFirst());
        model.addAttribute("count", inbox.count());
        model.addAttribute("traffic", traffic.status());
        model.addAttribute("maxTraffic", SandboxSettings.MAX_TRAFFIC);
        model.addAttribute("webhook", sender.webhook().toString());
        model.addAttribute("secret", shownSecret);
        model.addAttribute(
                "example", new String(samples.fresh("v2.conversation.closed").body(), UTF_8));
        return "sandbox/start";
    }

    private Map<String, List<EventSamples.CatalogueEntry>> groups() {
        return samples.catalogue().stream()
                .collect(Collectors.groupingBy(
                        EventSamples.CatalogueEntry::group, LinkedHashMap::new, Collectors.toList()));
    }
}
