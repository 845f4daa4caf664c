package dev.aftertalk.console;

import dev.aftertalk.access.LoginValidity;
import dev.aftertalk.care.replay.BulkOrders;
import dev.aftertalk.live.Streams;
import dev.aftertalk.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** How far an order about many runs is, live, and cancelling it. */
@Controller
class OrdersController {

    private final BulkOrders orders;
    private final OrderSource source;
    private final Streams streams;
    private final LoginValidity logins;

    OrdersController(BulkOrders orders, OrderSource source, Streams streams, LoginValidity logins) {
        this.orders = orders;
        this.source = source;
        this.streams = streams;
        this.logins = logins;
    }

    @GetMapping("/console/orders/{id}")
    String page(@PathVariable String id, Principal who, Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            Optional<Map<String, Object>> found = source.model(reader(id, who, locale));
            found.ifPresentOrElse(model::addAllAttributes, () -> response.setStatus(404));
            return found.isPresent() ? "console/order" : "console/no-order";
        });
    }

    /** @return null once the parts are written, or the view that says what is wrong */
    @GetMapping("/console/orders/{id}/figures")
    String parts(@PathVariable String id, Principal who, Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            if (orders.find(id).isEmpty()) {
                response.setStatus(404);
                return "console/no-order";
            }
            ConsolePages.write(response, source.html(reader(id, who, locale)));
            return null;
        });
    }

    @GetMapping("/console/orders/{id}/stream")
    void stream(
            @PathVariable String id,
            Principal who,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (orders.find(id).isEmpty()) {
            Problem.send(response, 404, "There is no such order.");
        } else {
            streams.open(source, reader(id, who, locale), request, response, logins.of(request));
        }
    }

    @PostMapping("/console/orders/{id}/cancel")
    String cancel(@PathVariable String id, Principal who, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            orders.find(id).ifPresent(order -> orders.cancel(order, who.getName())); // one that is over stays as it is
            return "redirect:/console/orders/" + id;
        });
    }

    private static OrderSource.Reader reader(String id, Principal who, Locale locale) {
        return new OrderSource.Reader(id, locale, Sight.of(who));
    }
}
