package dev.aftertalk.console;

import dev.aftertalk.care.replay.BulkOrders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** How far an order about many runs is, live, and cancelling it. */
@Controller
class OrdersController {

    private final BulkOrders orders;
    private final OrderPage page;

    OrdersController(BulkOrders orders, OrderPage page) {
        this.orders = orders;
        this.page = page;
    }

    @GetMapping("/console/orders/{id}")
    String page(@PathVariable String id, Principal who, Locale locale, Model model, HttpServletResponse response) {
        return page.page(id, who, locale, model, response);
    }

    /** @return null once the parts are written, or the view that says what is wrong */
    @GetMapping("/console/orders/{id}/figures")
    String parts(@PathVariable String id, Principal who, Locale locale, Model model, HttpServletResponse response) {
        return page.parts(id, who, locale, model, response);
    }

    @GetMapping("/console/orders/{id}/stream")
    void stream(
            @PathVariable String id,
            Principal who,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        page.stream(id, who, locale, request, response);
    }

    @PostMapping("/console/orders/{id}/cancel")
    String cancel(@PathVariable String id, Principal who, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            orders.find(id).ifPresent(order -> orders.cancel(order, who.getName())); // one that is over stays as it is
            return "redirect:/console/orders/" + id;
        });
    }
}
