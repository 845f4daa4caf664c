package dev.aftertalk.access;

import dev.aftertalk.access.UserChanges.Outcome;
import dev.aftertalk.time.MachineClock;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/** The page of one user, where admins rename, delete and link them. */
@Controller
class UserController {

    private static final String PAGE = "security/user";
    private static final String ALL = "redirect:/admin/users?done=";
    private static final Set<String> DONE = Set.of("renamed", "expected", "unexpected");

    private final Users users;
    private final UserChanges changes;
    private final ApiTokens tokens;
    private final SecuritySettings settings;

    UserController(Users users, UserChanges changes, ApiTokens tokens, SecuritySettings settings) {
        this.users = users;
        this.changes = changes;
        this.tokens = tokens;
        this.settings = settings;
    }

    @GetMapping("/admin/users/user")
    String page(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String done,
            Model model,
            Locale locale) {
        model.addAttribute("done", DONE.contains(done) ? done : null);
        return show(name, model, locale);
    }

    @PostMapping("/admin/users/rename")
    String rename(
            Principal who,
            @RequestParam String name,
            @RequestParam(defaultValue = "") String to,
            HttpServletResponse response,
            Model model,
            Locale locale) {
        String wanted = Users.canonical(to);
        Outcome outcome = Users.isName(wanted) ? changes.rename(who.getName(), name, wanted) : null;
        if (outcome == Outcome.DONE) {
            return its(wanted, "renamed");
        }
        if (outcome == Outcome.GONE) {
            return ALL + "gone";
        }
        model.addAttribute("fault", outcome == Outcome.TAKEN ? "users.taken" : "users.bad-name");
        model.addAttribute("typed", to.length() > 200 ? "" : to);
        response.setStatus(422);
        return show(name, model, locale);
    }

    /** @param made what becomes of the tokens that the user made: keep or revoke; must be said if there are any */
    @PostMapping("/admin/users/delete")
    String delete(
            Principal who,
            @RequestParam String name,
            @RequestParam(defaultValue = "") String made,
            HttpServletResponse response,
            Model model,
            Locale locale) {
        boolean said = made.equals("keep") || made.equals("revoke");
        if (!said
                && users.find(name)
                        .filter(user -> !tokens.madeBy(user.name()).isEmpty())
                        .isPresent()) {
            model.addAttribute("fault", "user.say-tokens");
            response.setStatus(422);
            return show(name, model, locale);
        }
        Outcome outcome = changes.delete(who.getName(), name, made.equals("revoke"));
        return ALL + (outcome == Outcome.DONE ? "deleted" : code(outcome));
    }

    /** @param id of the refused login whose account becomes the user's */
    @PostMapping("/admin/users/link")
    String link(Principal who, @RequestParam String id, @RequestParam String name) {
        Outcome outcome = changes.link(who.getName(), id, name);
        return ALL + (outcome == Outcome.DONE ? "linked" : code(outcome));
    }

    @PostMapping("/admin/users/expect")
    String expect(Principal who, @RequestParam String name, @RequestParam boolean expected) {
        return changes.expect(who.getName(), name, expected) == Outcome.DONE
                ? its(name, expected ? "expected" : "unexpected")
                : ALL + "gone";
    }

    private static String code(Outcome outcome) {
        return switch (outcome) {
            case LAST_ADMIN -> "last-admin";
            case TAKEN -> "account-taken";
            default -> "gone";
        };
    }

    private static String its(String name, String done) {
        return "redirect:/admin/users/user?done=" + done + "&name=" + UriUtils.encode(name, StandardCharsets.UTF_8);
    }

    private String show(String name, Model model, Locale locale) {
        Optional<User> user = users.find(name);
        if (user.isEmpty()) {
            return ALL + "gone";
        }
        List<ApiToken> made = tokens.madeBy(user.get().name());
        model.addAttribute("user", user.get());
        model.addAttribute("made", made);
        model.addAttribute("times", new LocalTimes(locale));
        model.addAttribute("expected", user.get().expected(MachineClock.get().instant()));
        model.addAttribute("days", UserChanges.EXPECTED.toDays());
        model.addAttribute(
                "oidc", settings.oidc().configured() ? settings.oidc().label() : null);
        return PAGE;
    }
}
