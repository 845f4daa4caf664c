package dev.aftertalk.access;

import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.web.StaffUrl;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** The login page, and the way out. */
@Controller
class LoginController {

    private static final String PAGE = "security/login";
    /** What the address may say about why someone is here, and the message for it. */
    private static final Map<String, String> NOTICES = Map.of(
            "out", "login.out",
            "oidc", "login.oidc-refused",
            "role", "login.oidc-role",
            "name", "login.oidc-name",
            "disabled", "login.oidc-disabled",
            "away", "login.oidc-away");

    private final SecuritySettings settings;
    private final ObjectProvider<PasswordCheck> passwords;
    private final LoginCookie cookie;
    private final KnownDevice device;
    private final LoginWatch watch;
    private final ObjectProvider<OidcLogin> oidc;
    private final StaffUrl staffUrl;

    LoginController(
            SecuritySettings settings,
            ObjectProvider<PasswordCheck> passwords,
            LoginCookie cookie,
            KnownDevice device,
            LoginWatch watch,
            ObjectProvider<OidcLogin> oidc,
            StaffUrl staffUrl) {
        this.settings = settings;
        this.passwords = passwords;
        this.cookie = cookie;
        this.device = device;
        this.watch = watch;
        this.oidc = oidc;
        this.staffUrl = staffUrl;
    }

    @GetMapping("/login")
    String page(
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String notice,
            Principal who,
            Model model) {
        if (who != null) {
            return "redirect:" + LocalTarget.of(to);
        }
        model.addAttribute("notice", NOTICES.get(notice));
        return show(model, to, "");
    }

    @PostMapping("/login")
    String login(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model)
            throws InterruptedException {
        if (!settings.passwordLogin()) {
            response.setStatus(403);
            return show(model, to, "");
        }
        PasswordCheck.Outcome outcome;
        try {
            outcome = passwords.getObject().check(name, password, request.getRemoteAddr(), device.of(request));
            if (outcome.user() != null && cookie.open(outcome.user(), request, response)) {
                device.remember(outcome.user(), request, response);
                watch.count(LoginWatch.Outcome.DONE);
                return "redirect:" + (outcome.user().mustChangePassword() ? "/account" : LocalTarget.of(to));
            }
            if (outcome.user() != null) {
                // Deleted, disabled, linked or with another password since it was looked at.
                watch.count(LoginWatch.Outcome.REFUSED);
            }
        } catch (RetryableException | DataAccessException e) {
            watch.count(LoginWatch.Outcome.AWAY);
            response.setStatus(503);
            model.addAttribute("fault", "login.away");
            return show(model, to, name);
        }
        return refused(outcome, to, name, response, model);
    }

    private String refused(
            PasswordCheck.Outcome outcome, String to, String name, HttpServletResponse response, Model model) {
        if (outcome.pause().isZero()) {
            response.setStatus(401);
            model.addAttribute("fault", outcome.expired() ? "login.expired" : "login.wrong");
        } else {
            long seconds = outcome.pause().plusMillis(999).toSeconds();
            response.setStatus(429);
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
            model.addAttribute("wait", seconds);
        }
        return show(model, to, name);
    }

    private String show(Model model, String to, String name) {
        model.addAttribute("to", LocalTarget.of(to));
        model.addAttribute("name", name.length() > 200 ? "" : name);
        model.addAttribute("passwordLogin", settings.passwordLogin());
        model.addAttribute(
                "oidc", settings.oidc().configured() ? settings.oidc().label() : null);
        return PAGE;
    }

    /**
     * Goes to the identity provider, unless it can't be reached, which here can be said on a page.
     *
     * @param moved whether the user comes from here already
     */
    @GetMapping("/login/oidc")
    String oidc(
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "false") boolean moved,
            HttpServletRequest request) {
        if (!settings.oidc().configured()) {
            return "redirect:/login";
        }
        String target = "?to=" + UriUtils.encode(LocalTarget.of(to), StandardCharsets.UTF_8);
        if (!moved && elsewhere(request)) {
            return "redirect:" + staffUrl.staffUrl() + "/login/oidc" + target + "&moved=true";
        }
        if (!oidc.getObject().reachable()) {
            return "redirect:/login?notice=away";
        }
        return "redirect:/oauth2/authorization/" + OidcLogin.ID + target;
    }

    /**
     * Whether the user will come back to another host than this one, where the browser would not have what the answer is checked against.
     * A proxy that doesn't say for which host it asks looks the same: hence once only.
     */
    private boolean elsewhere(HttpServletRequest request) {
        String here = ServletUriComponentsBuilder.fromContextPath(request).toUriString();
        return !staffUrl.staffUrl().isEmpty() && !staffUrl.staffUrl().equalsIgnoreCase(here);
    }

    @PostMapping("/logout")
    String logout(HttpServletRequest request, HttpServletResponse response) {
        cookie.close(request, response);
        return "redirect:/login?notice=out";
    }
}
