package dev.aftertalk.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.springframework.http.CacheControl;
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
import org.springframework.web.server.ResponseStatusException;

/** The pages of the inbox: the list, one mail, and the list as JSON for scripts. */
@Controller
@SandboxOnly
class InboxController {

    private static final int PAGE = 50;
    /** The mail's HTML is shown as a mail program would: no script, nothing fetched, no way out of its frame. */
    private static final String MAIL_POLICY =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

    private final Inbox inbox;
    private final SandboxSettings settings;

    InboxController(Inbox inbox, SandboxSettings settings) {
        this.inbox = inbox;
        this.settings = settings;
    }

    @GetMapping("/sandbox/inbox")
    String list(@RequestParam(defaultValue = "1") int page, Model model) {
        List<InboxMail> mails = inbox.newestFirst();
        int last = Math.max(1, (mails.size() + PAGE - 1) / PAGE);
        int shown = Math.min(Math.max(page, 1), last);
        List<InboxMail> rows = mails.subList((shown - 1) * PAGE, Math.min(shown * PAGE, mails.size()));
        model.addAttribute("mails", rows.stream().map(MailRow::of).toList());
        model.addAttribute("count", mails.size());
        model.addAttribute("size", settings.inboxSize());
        model.addAttribute("page", shown);
        model.addAttribute("pages", last);
        return "sandbox/inbox";
    }

    @GetMapping("/sandbox/inbox.json")
    ResponseEntity<List<MailSummary>> json() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(inbox.newestFirst().stream().map(MailSummary::of).toList());
    }

    @PostMapping("/sandbox/inbox/empty")
    String empty() {
        inbox.empty();
        return "redirect:/sandbox/inbox";
    }

    @GetMapping("/sandbox/inbox/{id}")
    String show(@PathVariable String id, Model model) {
        InboxMail mail = find(id);
        model.addAttribute("mail", MailRow.of(mail));
        model.addAttribute("content", MailContent.of(mail));
        return "sandbox/mail";
    }

    @GetMapping("/sandbox/inbox/{id}/html")
    ResponseEntity<byte[]> html(@PathVariable String id) {
        String html = MailContent.of(find(id)).html();
        if (html == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "This mail has no HTML part");
        }
        return untrusted(MediaType.TEXT_HTML, html.getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping("/sandbox/inbox/{id}/raw")
    ResponseEntity<byte[]> raw(@PathVariable String id) {
        return untrusted(MediaType.TEXT_PLAIN, find(id).raw());
    }

    private static ResponseEntity<byte[]> untrusted(MediaType type, byte[] body) {
        return ResponseEntity.ok()
                .contentType(new MediaType(type, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", MAIL_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .body(body);
    }

    private InboxMail find(String id) {
        return inbox.find(id).orElseThrow(MailGoneException::new);
    }

    @ExceptionHandler(MailGoneException.class)
    @ResponseStatus(HttpStatus.NOT_FOUND)
    String gone(Model model) {
        model.addAttribute("size", settings.inboxSize());
        return "sandbox/gone";
    }

    private static final class MailGoneException extends RuntimeException {}

    /** A mail as a script sees it. */
    record MailSummary(String id, String messageId, String to, String subject, Instant receivedAt) {

        static MailSummary of(InboxMail mail) {
            return new MailSummary(mail.id(), mail.messageId(), mail.to(), mail.subject(), mail.receivedAt());
        }
    }
}
