package dev.aftertalk.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** The page for who may not do what they asked for. */
@Controller
class RefusedController {

    static final String PATH = "/refused";
    /** Attribute: the page that sent the form was open for too long. */
    static final String STALE = RefusedController.class.getName() + ".stale";

    @RequestMapping(PATH)
    String refused(HttpServletRequest request, HttpServletResponse response, Model model) {
        response.setStatus(HttpStatus.FORBIDDEN.value());
        model.addAttribute("stale", Boolean.TRUE.equals(request.getAttribute(STALE)));
        return "security/refused";
    }
}
