package dev.aftertalk.security;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Locale;
import java.util.Set;
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
    private static final Set<String> DONE = Set.of("role", "enabled", "disabled", "last-admin");

    private final Users users;
    private final ObjectProvider<PasswordEncoder> encoder;

    UsersController(Users users, ObjectProvider<PasswordEncoder> encoder) {
        this.users = users;
        this.encoder = encoder;
    }

    @GetMapping("/admin/users")
    String list(@RequestParam(defaultValue = "") String done, Model model, Locale locale) {
        model.addAttribute("done", DONE.contains(done) ? done : null);
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
        return BACK + (changed ? "role" : "last-admin");
    }

    @PostMapping("/admin/users/enabled")
    String enable(Principal who, @RequestParam String name, @RequestParam boolean enabled) {
        if (!users.enable(who.getName(), name, enabled)) {
            return BACK + "last-admin";
        }
        return BACK + (enabled ? "enabled" : "disabled");
    }

    @PostMapping("/admin/users/password")
    String resetPassword(Principal who, @RequestParam String name, Model model, Locale locale) {
        users.find(name).filter(user -> !user.external()).ifPresent(user -> {
            String password = Secrets.oneTimePassword();
            users.setPassword(who.getName(), user.name(), encoder.getObject().encode(password), true);
            showOnce(model, user.name(), password);
        });
        return show(model, locale);
    }

    private static void showOnce(Model model, String name, String password) {
        model.addAttribute("newName", name);
        model.addAttribute("newPassword", password);
    }

    private String show(Model model, Locale locale) {
        ShownTimes times = new ShownTimes(locale);
        model.addAttribute("times", times);
        model.addAttribute("users", users.all());
        model.addAttribute("roles", Role.values());
        return PAGE;
    }
}
