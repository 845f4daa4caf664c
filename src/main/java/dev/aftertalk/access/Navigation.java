package dev.aftertalk.access;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The navigation by role, with those pages that there are. */
@Component
class Navigation {

    /** A page with the message code of its name. Public for the templates. */
    public record Item(String path, String code, boolean administration) {}

    private record Page(Item item, Role role) {}

    private static final List<Page> PAGES = List.of(
            new Page(new Item("/console", "nav.console", false), Role.VIEWER),
            new Page(new Item("/dashboard", "nav.dashboard", false), Role.VIEWER),
            new Page(new Item("/admin/users", "nav.users", true), Role.ADMIN),
            new Page(new Item("/admin/tokens", "nav.tokens", true), Role.ADMIN),
            new Page(new Item("/admin/audit", "nav.audit", true), Role.ADMIN));

    private final ObjectProvider<RequestMappingHandlerMapping> handlers;
    private final ObjectProvider<NavigationPage> ofExtensions;
    private volatile List<Page> pages;

    Navigation(
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> handlers,
            ObjectProvider<NavigationPage> ofExtensions) {
        this.handlers = handlers;
        this.ofExtensions = ofExtensions;
    }

    /** @param user null: nobody is logged in, and gets none */
    List<Item> items(User user) {
        if (user == null || user.mustChangePassword()) {
            return List.of();
        }
        return pages().stream()
                .filter(page -> page.role.compareTo(user.role()) <= 0)
                .map(Page::item)
                .toList();
    }

    String first(User user) {
        return items(user).stream().findFirst().map(Item::path).orElse("/account");
    }

    private List<Page> pages() {
        if (pages == null) {
            Set<String> known = handlers.getObject().getHandlerMethods().keySet().stream()
                    .flatMap(mapping -> mapping.getPathPatternsCondition() == null
                            ? Stream.of()
                            : mapping.getPathPatternsCondition().getPatternValues().stream())
                    .collect(Collectors.toSet());
            Stream<Page> others = ofExtensions
                    .orderedStream()
                    .map(page -> new Page(new Item(page.path(), page.code(), false), Role.VIEWER));
            pages = Stream.concat(PAGES.stream(), others)
                    .filter(page -> known.contains(page.item.path))
                    .toList();
        }
        return pages;
    }
}
