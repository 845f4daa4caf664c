package dev.aftertalk.access;

import dev.aftertalk.time.MachineClock;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page where admins make and revoke the tokens of programs. */
@Controller
class TokensController {

    private static final String PAGE = "security/tokens";
    private static final int LONGEST_NAME = 100;
    /** Days after which a token expires; 0: never. */
    private static final List<Integer> EXPIRIES = List.of(30, 90, 365, 0);

    private final ApiTokens tokens;

    TokensController(ApiTokens tokens) {
        this.tokens = tokens;
    }

    @GetMapping("/admin/tokens")
    String list(@RequestParam(defaultValue = "false") boolean revoked, Model model, Locale locale) {
        model.addAttribute("revoked", revoked);
        return show(model, locale);
    }

    @PostMapping("/admin/tokens")
    String create(
            Principal who,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") List<String> scope,
            @RequestParam(defaultValue = "90") int days,
            HttpServletResponse response,
            Model model,
            Locale locale) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        scope.forEach(code -> Scope.of(code).ifPresent(scopes::add));
        String given = name.strip();
        if (given.isEmpty() || given.length() > LONGEST_NAME || given.chars().anyMatch(Character::isISOControl)) {
            model.addAttribute("fault", "tokens.bad-name");
        } else if (scopes.isEmpty()) {
            model.addAttribute("fault", "tokens.no-scope");
        } else {
            int valid = EXPIRIES.contains(days) ? days : 90;
            Instant expires = valid == 0 ? null : MachineClock.get().instant().plus(Duration.ofDays(valid));
            Optional<String> token = tokens.create(who.getName(), given, scopes, expires);
            if (token.isPresent()) {
                model.addAttribute("newName", given);
                model.addAttribute("newToken", token.get());
                return show(model, locale);
            }
            model.addAttribute("fault", "tokens.maker-gone");
        }
        model.addAttribute("typed", given.length() > LONGEST_NAME ? "" : given);
        response.setStatus(422);
        return show(model, locale);
    }

    @PostMapping("/admin/tokens/revoke")
    String revoke(Principal who, @RequestParam String id) {
        tokens.revoke(who.getName(), id);
        return "redirect:/admin/tokens?revoked=true";
    }

    private String show(Model model, Locale locale) {
        model.addAttribute("times", new LocalTimes(locale));
        model.addAttribute("now", MachineClock.get().instant());
        model.addAttribute("tokens", tokens.all());
        model.addAttribute("scopes", Scope.values());
        model.addAttribute("expiries", EXPIRIES);
        return PAGE;
    }
}
