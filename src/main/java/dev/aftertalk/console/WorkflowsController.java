package dev.aftertalk.console;

import dev.aftertalk.care.pause.Operations;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.metrics.WorkflowFigures;
import dev.aftertalk.text.PlainText;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Pauses and resumes workflows and the calls to other systems. */
@Controller
class WorkflowsController {

    private static final String BACK = "redirect:/console/workflows?said=";
    private static final int LONGEST_REASON = 200;

    private static final Set<String> DONE = Set.of("paused", "resumed");

    /** What the page says of an order; each is a message. */
    private static final Set<String> SAID = Set.of("paused", "resumed", "as-it-was", "unknown", "away");

    private final Operations operations;
    private final WorkflowFigures figures;

    WorkflowsController(Operations operations, WorkflowFigures figures) {
        this.operations = operations;
        this.figures = figures;
    }

    @GetMapping("/console/workflows")
    String page(
            @RequestParam(defaultValue = "") String said,
            @RequestParam(defaultValue = "") String last,
            Principal who,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            ConsolePages.common(model, who, locale);
            model.addAttribute("workflows", operations.workflows());
            model.addAttribute("systems", operations.systems());
            FigureTimes.add(model, last);
            model.addAttribute("figures", figures.last(FigureTimes.of(last)));
            model.addAttribute("said", SAID.contains(said) ? said : null);
            model.addAttribute("good", DONE.contains(said));
            return "console/workflows";
        });
    }

    @PostMapping("/console/workflows/{name}/pause")
    String pauseWorkflow(@PathVariable String name, @RequestParam(defaultValue = "") String reason, Principal who) {
        return order(
                "paused",
                () -> operations.workflow(name).isPresent(),
                () -> operations.pauseWorkflow(name, PlainText.line(reason, LONGEST_REASON), who.getName()));
    }

    @PostMapping("/console/workflows/{name}/resume")
    String resumeWorkflow(@PathVariable String name, Principal who) {
        return order(
                "resumed",
                () -> operations.workflow(name).isPresent(),
                () -> operations.resumeWorkflow(name, who.getName()));
    }

    @PostMapping("/console/systems/{name}/pause")
    String pauseSystem(@PathVariable String name, @RequestParam(defaultValue = "") String reason, Principal who) {
        return order(
                "paused",
                () -> operations.system(name).isPresent(),
                () -> operations.pauseSystem(name, PlainText.line(reason, LONGEST_REASON), who.getName()));
    }

    @PostMapping("/console/systems/{name}/resume")
    String resumeSystem(@PathVariable String name, Principal who) {
        return order(
                "resumed",
                () -> operations.system(name).isPresent(),
                () -> operations.resumeSystem(name, who.getName()));
    }

    private static String order(String done, BooleanSupplier known, BooleanSupplier change) {
        try {
            if (!known.getAsBoolean()) {
                return BACK + "unknown";
            }
            return BACK + (change.getAsBoolean() ? done : "as-it-was");
        } catch (DataAccessException | RetryableException e) {
            return BACK + "away";
        }
    }
}
