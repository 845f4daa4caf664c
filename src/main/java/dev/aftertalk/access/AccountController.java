package dev.aftertalk.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page where users see who they are here and change their password. */
@Controller
class AccountController {

    private static final String PAGE = "security/account";

    private final Users users;
    private final ObjectProvider<PasswordEncoder> encoder;
    private final ObjectProvider<PasswordCheck> passwords;
    private final LoginCookie cookie;
    private final KnownDevice device;

    AccountController(
            Users users,
            ObjectProvider<PasswordEncoder> encoder,
            ObjectProvider<PasswordCheck> passwords,
            LoginCookie cookie,
            KnownDevice device) {
        this.users = users;
        this.encoder = encoder;
        this.passwords = passwords;
        this.cookie = cookie;
        this.device = device;
    }

    @GetMapping("/account")
    String page(Principal who, @RequestParam(defaultValue = "false") boolean changed, Model model) {
        model.addAttribute("changed", changed);
        return show(SignedIn.user(who), model);
    }

    @PostMapping("/account")
    String change(
            Principal who,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String repeated,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model)
            throws InterruptedException {
        User user = SignedIn.user(who);
        String fault = user.external() ? "account.external" : PasswordRules.fault(user.name(), password, repeated);
        if (fault == null) {
            fault = current(user, current, password, request);
        }
        if (fault != null) {
            response.setStatus(422);
            model.addAttribute("fault", fault);
            return show(user, model);
        }
        users.setPassword(user.name(), user.name(), encoder.getObject().encode(password), false);
        // Every other login of this user has ended with the old password.
        users.find(user.name())
                .filter(its -> cookie.open(its, request, response))
                .ifPresent(its -> device.remember(its, request, response));
        return "redirect:/account?changed=true";
    }

    /** Asks for the password that counts now, so that a computer left alone is not enough to take an account over. */
    private String current(User user, String current, String password, HttpServletRequest request)
            throws InterruptedException {
        PasswordCheck.Outcome outcome = passwords.getObject().confirm(user, current, request.getRemoteAddr());
        if (!outcome.pause().equals(Duration.ZERO)) {
            return "account.wait";
        }
        if (outcome.user() == null) {
            return "account.wrong";
        }
        return current.equals(password) ? "account.same" : null;
    }

    private static String show(User user, Model model) {
        model.addAttribute("account", user);
        model.addAttribute("shortest", PasswordRules.SHORTEST);
        return PAGE;
    }
}
