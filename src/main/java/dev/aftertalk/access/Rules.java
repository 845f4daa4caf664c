package dev.aftertalk.access;

import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/** Who may call which address. What is not named here is for those who are logged in to see, and for admins to change. */
final class Rules {

    /** Where a login opens nothing: what browsers send of themselves, such as cookies, is no reason to let them in there. */
    static final String PROGRAMS_ONLY = "/mcp";

    private static final String VIEWER = Role.VIEWER.name();
    private static final String OPERATOR = Role.OPERATOR.name();
    private static final String ADMIN = Role.ADMIN.name();

    private Rules() {}

    static void forPrograms(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
        rules.requestMatchers("/actuator/prometheus")
                .hasAuthority(Scope.METRICS.authority())
                .requestMatchers(PROGRAMS_ONLY)
                .hasAnyAuthority(Scope.READ.authority(), Scope.OPERATE.authority(), Scope.EDIT.authority())
                .requestMatchers("/api/admin/**")
                .denyAll()
                .requestMatchers(HttpMethod.GET, "/api/**")
                .hasAuthority(Scope.READ.authority())
                .requestMatchers(HttpMethod.HEAD, "/api/**")
                .hasAuthority(Scope.READ.authority())
                .requestMatchers("/api/**")
                .hasAuthority(Scope.OPERATE.authority())
                .anyRequest()
                .denyAll();
    }

    static void forPeople(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
        rules.requestMatchers("/login", "/login/**", "/oauth2/**", "/error")
                .permitAll()
                .requestMatchers("/account", "/logout", RefusedController.PATH)
                .authenticated()
                .requestMatchers(
                        "/admin/**",
                        "/api/admin/**",
                        "/console/settings",
                        "/console/settings.csv",
                        "/console/erasure/**")
                .hasRole(ADMIN)
                .requestMatchers("/actuator/prometheus")
                .hasRole(OPERATOR)
                .requestMatchers("/actuator/**")
                .hasRole(ADMIN)
                .requestMatchers(
                        "/console/dead-letters/*",
                        "/console/files/restore",
                        "/console/rehearsal/**",
                        "/console/sample/**")
                .hasRole(OPERATOR)
                .requestMatchers(HttpMethod.GET, "/**")
                .hasRole(VIEWER)
                .requestMatchers(HttpMethod.HEAD, "/**")
                .hasRole(VIEWER)
                .requestMatchers("/api/**", "/dashboard/**", "/console/**")
                .hasRole(OPERATOR)
                .anyRequest()
                .hasRole(ADMIN);
    }
}
