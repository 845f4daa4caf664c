package dev.aftertalk.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.RelativeRedirectFilter;

/** What makes links and redirects right for whoever asks, behind whatever proxy. */
@Configuration(proxyBeanMethods = false)
class LinksConfiguration {

    /** Before the filter of logins, which redirects and sets cookies. */
    private static final int BEFORE_LOGINS = -120;
    /** First parts of own addresses: below a path of that name nobody could tell one from the other. */
    private static final Set<String> OWN = Set.of(
            "account",
            "actuator",
            "admin",
            "api",
            "assets",
            "console",
            "dashboard",
            "error",
            "health",
            "login",
            "logout",
            "mcp",
            "oauth2",
            "refused",
            "survey",
            "unsubscribe",
            "webhooks",
            "webjars");

    /** Tomcat itself does so for HTTP/1.1 alone, and proxies often speak HTTP/1.0. */
    @Bean
    FilterRegistrationBean<RelativeRedirectFilter> relativeRedirects() {
        RelativeRedirectFilter filter = new RelativeRedirectFilter() {
            @Override
            protected boolean shouldNotFilter(HttpServletRequest request) {
                return request.getServletPath().startsWith("/webhooks/");
            }
        };
        filter.setRedirectStatus(HttpStatus.FOUND);
        FilterRegistrationBean<RelativeRedirectFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(BEFORE_LOGINS);
        return registration;
    }

    @Bean
    FilterRegistrationBean<BelowPath> belowPath(PublicUrl publicUrl, StaffUrl staffUrl) {
        FilterRegistrationBean<BelowPath> registration =
                new FilterRegistrationBean<>(new BelowPath(publicUrl, staffUrl));
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        registration.setOrder(BEFORE_LOGINS + 1);
        return registration;
    }

    /** Before the valve that believes proxies, since the address begins anew behind it. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> pathOfPublicUrl(
            PublicUrl publicUrl, StaffUrl staffUrl, ObjectProvider<OpenArea> areas) {
        Set<String> own =
                Stream.concat(OWN.stream(), areas.stream().map(OpenArea::name)).collect(Collectors.toSet());
        Set<String> paths = Stream.of(publicUrl.publicUrl(), staffUrl.staffUrl())
                .map(WebAddress::path)
                .filter(path -> !path.isEmpty() && !own.contains(path.split("/")[1]))
                .collect(Collectors.toSet());
        return factory -> paths.forEach(path -> factory.addEngineValves(new PathValve(path)));
    }
}
