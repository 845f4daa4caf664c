package dev.aftertalk.access;

import java.security.Principal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Leads to the first page of the navigation that the user may see. */
@Controller
class HomeController {

    private final Navigation navigation;

    HomeController(Navigation navigation) {
        this.navigation = navigation;
    }

    @GetMapping("/")
    String home(Principal who) {
        return "redirect:" + navigation.first(SignedIn.user(who));
    }
}
