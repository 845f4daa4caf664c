package dev.aftertalk.console;

import dev.aftertalk.care.rehearse.DryRuns;
import dev.aftertalk.care.rehearse.Rehearser;
import dev.aftertalk.care.sample.EventExamples;
import dev.aftertalk.care.sample.SampleSender;
import dev.aftertalk.ledger.LedgerUnavailableException;
import dev.aftertalk.ledger.history.LedgerReader;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A sample event, to be edited: what the workflows would do with it, and, where that may be, what they do. */
@Controller
class SampleController {

    private static final String PAGE = "/console/sample";
    private static final String VIEW = "console/sample";
    private static final String USUAL = "v2.conversation.closed";

    /** Many times what iAdvize sends, and less than a form may hold. */
    private static final int LARGEST = 20_000;

    private static final String TOO_LARGE = "It may have at most " + LARGEST + " characters here.";

    private final EventExamples examples;
    private final DryRuns dryRuns;
    private final SampleSender sender;
    private final LedgerReader reader;

    SampleController(EventExamples examples, DryRuns dryRuns, SampleSender sender, LedgerReader reader) {
        this.examples = examples;
        this.dryRuns = dryRuns;
        this.sender = sender;
        this.reader = reader;
    }

    /**
     * @param example the name of the one to begin with
     * @param event the number or {@code eventId} of one of the ledger, to begin with that
     */
    @GetMapping(PAGE)
    String page(
            @RequestParam(defaultValue = USUAL) String example,
            @RequestParam(required = false) String event,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            Optional<String> text = event == null ? examples.fresh(example) : body(event);
            if (text.isEmpty()) {
                response.setStatus(HttpServletResponse.SC_NOT_FOUND);
                return "console/no-event";
            }
            if (text.get().length() > LARGEST) {
                refused(new IllegalArgumentException(TOO_LARGE), model, response);
                return shown(null, "", SampleSender.newId(), model);
            }
            return shown(event == null ? example : null, text.get(), SampleSender.newId(), model);
        });
    }

    private Optional<String> body(String event) {
        return reader.number(event)
                .map(number -> Payload.indented(reader.event(number).body()));
    }

    /** @param id what the event is sent by, if it is, and again if it was not known whether it was stored */
    private String shown(String example, String text, String id, Model model) {
        model.addAttribute("id", SampleSender.isId(id) ? id : SampleSender.newId());
        model.addAttribute("examples", examples.names());
        model.addAttribute("example", example);
        model.addAttribute("text", text);
        model.addAttribute("most", LARGEST);
        model.addAttribute("sends", sender.isOn());
        return VIEW;
    }

    @PostMapping(PAGE)
    String rehearse(
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String id,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            try {
                model.addAttribute("worked", dryRuns.ofSample(bounded(text)));
            } catch (Rehearser.BusyException e) {
                response.setStatus(HttpServletResponse.SC_CONFLICT);
                model.addAttribute("busy", true);
            } catch (IllegalArgumentException e) {
                refused(e, model, response);
            }
            return shown(null, text, id, model);
        });
    }

    @PostMapping(PAGE + "/send")
    String send(
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String id,
            Principal who,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            if (!sender.isOn()) {
                response.setStatus(HttpServletResponse.SC_CONFLICT);
                model.addAttribute("off", true);
                return shown(null, text, id, model);
            }
            String event = SampleSender.isId(id) ? id : SampleSender.newId();
            try {
                sender.send(bounded(text), event, who.getName());
                return "redirect:/console/events/" + event;
            } catch (LedgerUnavailableException e) {
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                model.addAttribute("away", true);
            } catch (IllegalArgumentException e) {
                refused(e, model, response);
            }
            return shown(null, text, event, model);
        });
    }

    private static String bounded(String text) {
        if (text.length() > LARGEST) {
            throw new IllegalArgumentException(TOO_LARGE);
        }
        return text;
    }

    private static void refused(IllegalArgumentException why, Model model, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        model.addAttribute("wrong", why.getMessage());
    }
}
