package dev.aftertalk.usecases.survey;

import dev.aftertalk.ledger.LedgerUnavailableException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.usecases.links.LinkPage;
import dev.aftertalk.usecases.links.SealedLinks;
import dev.aftertalk.usecases.links.UnusableLinkException;
import dev.aftertalk.usecases.satisfaction.Question;
import dev.aftertalk.usecases.satisfaction.Satisfaction;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The survey's page, for whoever has the link: nothing is stored when it is opened, since mail scanners open links too, and answering again
 * changes the answers.
 */
@Controller
@LinkPage
class SurveyController {

    private static final Logger LOG = LoggerFactory.getLogger(SurveyController.class);

    private final SurveySettings settings;
    private final SealedLinks links;
    private final SurveyDesk desk;
    private final Satisfaction satisfaction;

    SurveyController(SurveySettings settings, SealedLinks links, SurveyDesk desk, Satisfaction satisfaction) {
        this.settings = settings;
        this.links = links;
        this.desk = desk;
        this.satisfaction = satisfaction;
    }

    /** A mail may offer the scores as links of their own: {@code ?customerSatisfaction=5} has it chosen already. */
    @GetMapping("/survey/{sealed}")
    String ask(@PathVariable String sealed, @RequestParam Map<String, String> chosen, Model model) {
        Invitation invitation = open(sealed);
        Map<String, Object> answers = new HashMap<>(answered(invitation));
        answers.putAll(SurveyAnswers.of(chosen, settings.questions()).values());
        return form(model, answers, null);
    }

    @PostMapping("/survey/{sealed}")
    String answer(
            @PathVariable String sealed,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse response) {
        Invitation invitation = open(sealed);
        SurveyAnswers answers = SurveyAnswers.of(form, settings.questions());
        if (answers.fault() != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(model, answers.values(), answers.fault());
        }
        try {
            desk.take(invitation, answers.values());
        } catch (LedgerUnavailableException e) {
            LOG.warn(
                    "An answer to the survey could not be stored, and its visitor was asked to send it again: {}",
                    e.getMessage());
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
            response.setHeader(HttpHeaders.RETRY_AFTER, "5");
            return form(model, answers.values(), "survey.fault.unavailable");
        }
        return "redirect:/survey/" + sealed + "/thanks";
    }

    @GetMapping("/survey/{sealed}/thanks")
    String thank(@PathVariable String sealed, Model model) {
        open(sealed);
        model.addAttribute("brand", settings.brand());
        model.addAttribute("again", "/survey/" + sealed);
        return "survey/thanks";
    }

    @ExceptionHandler(UnusableLinkException.class)
    String unusable(UnusableLinkException e, Model model, HttpServletResponse response) {
        response.setStatus((e.expired() ? HttpStatus.GONE : HttpStatus.NOT_FOUND).value());
        model.addAttribute("brand", settings.brand());
        model.addAttribute("about", e.expired() ? "survey.expired" : "survey.unknown");
        return "survey/unusable";
    }

    @ExceptionHandler(AnsweredTooOftenException.class)
    String answeredTooOften(Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        model.addAttribute("brand", settings.brand());
        model.addAttribute("about", "survey.often");
        return "survey/unusable";
    }

    private Invitation open(String sealed) {
        return new Invitation(links.open(Invitation.PURPOSE, sealed));
    }

    /** What was answered here before; the page is as useful without it. */
    private Map<String, Object> answered(Invitation invitation) {
        try {
            return satisfaction.answeredHere(invitation.conversationId());
        } catch (RetryableException e) {
            LOG.warn("The survey is shown without what was answered before: the database can't be read");
            return Map.of();
        }
    }

    private String form(Model model, Map<String, Object> answers, String fault) {
        model.addAttribute("brand", settings.brand());
        model.addAttribute("questions", settings.questions());
        model.addAttribute("score", answers.get(Question.CUSTOMER_SATISFACTION.field()));
        model.addAttribute("recommends", answers.get(Question.NET_PROMOTER_SCORE.field()));
        model.addAttribute("comment", answers.get(Question.SATISFACTION_COMMENT.field()));
        model.addAttribute("longestComment", SurveyAnswers.LONGEST_COMMENT);
        model.addAttribute("fault", fault);
        return "survey/form";
    }
}
