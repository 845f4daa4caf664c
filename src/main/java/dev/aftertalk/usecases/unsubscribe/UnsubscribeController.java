package dev.aftertalk.usecases.unsubscribe;

import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.usecases.links.LinkPage;
import dev.aftertalk.usecases.links.UnusableLinkException;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.multipart.MultipartException;

/**
 * Where the unsubscribe link of a mail leads: mail programs post to it (RFC 8058), people get a page with a button. Opening the page changes
 * nothing, since programs that look for viruses open every link of a mail.
 *
 * <p>Addresses in the pages and redirects are relative: a proxy may have put this server below a path.
 */
@Controller
@LinkPage
class UnsubscribeController {

    private static final Logger LOG = LoggerFactory.getLogger(UnsubscribeController.class);
    private static final String PATH = "/unsubscribe/{token}";
    private static final String RETRY_AFTER = "10";

    private final UnsubscribeLinks links;
    private final SuppressionList unsubscribed;
    private final MessageSource messages;

    UnsubscribeController(UnsubscribeLinks links, SuppressionList unsubscribed, MessageSource messages) {
        this.links = links;
        this.unsubscribed = unsubscribed;
        this.messages = messages;
    }

    /** The page: it shows what the database says, so that a "done" is never wrong. */
    @GetMapping(PATH)
    String show(
            @PathVariable String token,
            @RequestParam(name = "again", required = false) String again,
            Locale locale,
            Model model) {
        Subscriber subscriber = links.open(token);
        model.addAttribute("standing", unsubscribed.standing(subscriber).name());
        model.addAttribute("list", listName(subscriber.list(), locale));
        model.addAttribute("address", subscriber.masked());
        model.addAttribute("again", again != null);
        return "subscription/unsubscribe";
    }

    /** Answers once it is committed. */
    @PostMapping(PATH)
    ResponseEntity<String> change(
            @PathVariable String token,
            @RequestParam(name = "List-Unsubscribe", defaultValue = "") String oneClick,
            @RequestParam(defaultValue = "") String action) {
        Subscriber subscriber = links.open(token);
        if (oneClick.equalsIgnoreCase("One-Click")) {
            unsubscribed.add(subscriber, UnsubscribeSource.ONE_CLICK);
            return text(HttpStatus.OK, "Unsubscribed.");
        }
        switch (action) {
            case "unsubscribe" -> unsubscribed.add(subscriber, UnsubscribeSource.PAGE);
            case "all" -> unsubscribed.addToAll(subscriber, UnsubscribeSource.PAGE);
            case "resubscribe" -> unsubscribed.remove(subscriber);
            default -> {
                return unclear();
            }
        }
        URI page = URI.create(token + (action.equals("resubscribe") ? "?again" : ""));
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(page).build();
    }

    private String listName(String list, Locale locale) {
        return messages.getMessage("unsubscribe.list." + list, null, list, locale);
    }

    @ExceptionHandler(MultipartException.class)
    ResponseEntity<String> unclear() {
        return text(
                HttpStatus.BAD_REQUEST,
                "Nothing was changed. Send List-Unsubscribe=One-Click (RFC 8058), or open this address in a browser.");
    }

    private static ResponseEntity<String> text(HttpStatus status, String text) {
        return ResponseEntity.status(status).contentType(MediaType.TEXT_PLAIN).body(text + "\n");
    }

    @ExceptionHandler(UnusableLinkException.class)
    @ResponseStatus(HttpStatus.NOT_FOUND)
    String unusable() {
        return "subscription/unusable";
    }

    @ExceptionHandler({DataAccessException.class, RetryableException.class})
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    String unavailable(Exception fault, HttpServletResponse response) {
        LOG.error("Nobody can unsubscribe now: the database can't be reached or is busy", fault);
        response.setHeader("Retry-After", RETRY_AFTER);
        return "subscription/unavailable";
    }
}
