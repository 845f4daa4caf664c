package dev.aftertalk.access;

import dev.aftertalk.time.MachineClock;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page where admins say who may log in. */
@Controller
class UsersController {

    private static final String PAGE = "security/users";
    private static final String BACK = "redirect:/admin/users?done=";
    /** What did not come to pass; each is a message, too. */
    private static final Set<String> FAULTS = Set.of("last-admin", "gone", "account-taken");

    private static final Set<String> DONE = Set.of("role", "enabled", "disabled", "deleted", "linked");

    private final Users users;
    private final RefusedLogins refused;
    private final SecuritySettings settings;
    private final ObjectProvider<PasswordEncoder> encoder;

    UsersController(
            Users users, RefusedLogins refused, SecuritySettings settings, ObjectProvider<PasswordEncoder> encoder) {
        this.users = users;
        this.refused = refused;
        this.settings = settings;
        this.encoder = encoder;
    }

    @GetMapping("/admin/users")
    String list(@RequestParam(defaultValue = "") String done, Model model, Locale locale) {
        model.addAttribute("done", DONE.contains(done) || FAULTS.contains(done) ? done : null);
        model.addAttribute("bad", FAULTS.contains(done));
        return show(model, locale);
    }

    @PostMapping("/admin/users")
    String create(
            Principal who,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String role,
            HttpServletResponse response,
            Model model,
            Locale locale) {
        String password = Secrets.oneTimePassword();
        String wanted = Users.canonical(name);
        if (!Users.isName(wanted)) {
            model.addAttribute("fault", "users.bad-name");
        } else if (!users.create(
                who.getName(),
                wanted,
                encoder.getObject().encode(password),
                Role.of(role).orElse(Role.VIEWER))) {
            model.addAttribute("fault", "users.taken");
        } else {
            showOnce(model, wanted, password);
            return show(model, locale);
        }
        model.addAttribute("typed", name.length() > 200 ? "" : name);
        response.setStatus(422);
        return show(model, locale);
    }

    @PostMapping("/admin/users/role")
    String changeRole(Principal who, @RequestParam String name, @RequestParam String role) {
        boolean changed = Role.of(role)
                .map(wanted -> users.changeRole(who.getName(), name, wanted))
                .orElse(false);
        return BACK + (changed ? "role" : unchanged(name));
    }

    @PostMapping("/admin/users/enabled")
    String enable(Principal who, @RequestParam String name, @RequestParam boolean enabled) {
        if (!users.enable(who.getName(), name, enabled)) {
            return BACK + unchanged(name);
        }
        return BACK + (enabled ? "enabled" : "disabled");
    }

    private String unchanged(String name) {
        return users.find(name).isPresent() ? "last-admin" : "gone";
    }

    @PostMapping("/admin/users/password")
    String resetPassword(Principal who, @RequestParam String name, Model model, Locale locale) {
        users.find(name).filter(user -> !user.external()).ifPresent(user -> {
            String password = Secrets.oneTimePassword();
            if (users.setPassword(
                    who.getName(), user.name(), encoder.getObject().encode(password), true)) {
                showOnce(model, user.name(), password);
            }
        });
        return show(model, locale);
    }

    private static void showOnce(Model model, String name, String password) {
        model.addAttribute("newName", name);
        model.addAttribute("newPassword", password);
    }

    private String show(Model model, Locale locale) {
        Instant now = MachineClock.get().instant();
        List<User> all = users.all();
        model.addAttribute("times", new LocalTimes(locale));
        if (!settings.oneTimePasswordMaxAge().isZero()) {
            model.addAttribute("newUntil", now.plus(settings.oneTimePasswordMaxAge()));
        }
        model.addAttribute("users", all);
        model.addAttribute("roles", Role.values());
        model.addAttribute(
                "expired",
                all.stream()
                        .filter(user -> settings.oneTimePasswordExpired(user, now))
                        .map(User::name)
                        .toList());
        model.addAttribute("refused", refused.all());
        model.addAttribute("known", all.stream().collect(Collectors.toMap(User::name, Function.identity())));
        return PAGE;
    }
}
