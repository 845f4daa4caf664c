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

    /** As the webhook takes by default. */
    private static final int LARGEST = 262_144;

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
            return shown(event == null ? example : null, text.get(), model);
        });
    }

    private Optional<String> body(String event) {
        return reader.number(event)
                .map(number -> Payload.indented(reader.event(number).body()));
    }

    private String shown(String example, String text, Model model) {
        model.addAttribute("examples", examples.names());
        model.addAttribute("example", example);
        model.addAttribute("text", text);
        model.addAttribute("most", LARGEST);
        model.addAttribute("sends", sender.isOn());
        return VIEW;
    }

    @PostMapping(PAGE)
    String rehearse(@RequestParam(defaultValue = "") String text, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            try {
                model.addAttribute("worked", dryRuns.ofSample(bounded(text)));
            } catch (Rehearser.BusyException e) {
                response.setStatus(HttpServletResponse.SC_CONFLICT);
                model.addAttribute("busy", true);
            } catch (IllegalArgumentException e) {
                refused(e, model, response);
            }
            return shown(null, text, model);
        });
    }

    @PostMapping(PAGE + "/send")
    String send(
            @RequestParam(defaultValue = "") String text, Principal who, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            if (!sender.isOn()) {
                response.setStatus(HttpServletResponse.SC_CONFLICT);
                model.addAttribute("off", true);
                return shown(null, text, model);
            }
            try {
                return "redirect:/console/events/" + sender.send(bounded(text), who.getName());
            } catch (LedgerUnavailableException e) {
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                model.addAttribute("away", true);
            } catch (IllegalArgumentException e) {
                refused(e, model, response);
            }
            return shown(null, text, model);
        });
    }

    private static String bounded(String text) {
        if (text.length() > LARGEST) {
            throw new IllegalArgumentException("The body may have at most " + LARGEST + " bytes.");
        }
        return text;
    }

    private static void refused(IllegalArgumentException why, Model model, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        model.addAttribute("wrong", why.getMessage());
    }
}
