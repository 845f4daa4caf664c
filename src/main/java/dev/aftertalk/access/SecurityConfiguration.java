package dev.aftertalk.access;

import static org.springframework.security.config.http.SessionCreationPolicy.STATELESS;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Who gets through to what, in three chains: addresses for everybody, programs with a token, and people with a login. All of it is built
 * when the first request needs it, which the start does not wait for.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@Lazy
class SecurityConfiguration {

    /** The name under which Spring Security makes itself. */
    static final String CHAIN = "springSecurityFilterChain";

    @Bean
    @Lazy(false)
    static LazySecurity lazySecurity() {
        return new LazySecurity();
    }

    /** Before everything but the metrics and the webhook's own filter. Errors were let through as what they were before they failed. */
    @Bean
    @Lazy(false)
    FilterRegistrationBean<OpenPathsFilter> openPathsFilter(OpenPaths open, BeanFactory beans) {
        OpenPathsFilter filter = new OpenPathsFilter(open, () -> beans.getBean(CHAIN, Filter.class));
        FilterRegistrationBean<OpenPathsFilter> registration = new FilterRegistrationBean<>(filter);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        registration.setOrder(-100);
        return registration;
    }

    /** Keeps Spring Boot from registering Spring Security a second time, for all addresses, and from building it for that. */
    @Bean
    @Lazy(false)
    DelegatingFilterProxyRegistrationBean behindTheDoor() {
        DelegatingFilterProxyRegistrationBean registration = new DelegatingFilterProxyRegistrationBean(CHAIN);
        registration.setEnabled(false);
        return registration;
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    static RoleHierarchy roleHierarchy() {
        return RoleHierarchyImpl.fromHierarchy("ROLE_ADMIN > ROLE_OPERATOR\nROLE_OPERATOR > ROLE_VIEWER");
    }

    @Bean
    static JwtDecoderFactory<ClientRegistration> idTokens() {
        return new OidcTokens();
    }

    @Bean
    static SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(1)
    SecurityFilterChain forEverybody(HttpSecurity http, OpenPaths open) throws Exception {
        String[] skipped = open.patterns();
        String[] all = new String[OpenPaths.PAGES.length + skipped.length];
        System.arraycopy(OpenPaths.PAGES, 0, all, 0, OpenPaths.PAGES.length);
        System.arraycopy(skipped, 0, all, OpenPaths.PAGES.length, skipped.length);
        http.securityMatcher(all)
                .authorizeHttpRequests(rules -> rules.anyRequest().permitAll());
        return withoutSession(http).build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain forPrograms(HttpSecurity http, ApiTokens tokens) throws Exception {
        PathPatternRequestMatcher.Builder path = PathPatternRequestMatcher.withDefaults();
        http.securityMatcher(request -> path.matcher(Rules.PROGRAMS_ONLY).matches(request)
                        || TokenFilter.brings(request)
                                && (path.matcher("/api/**").matches(request)
                                        || path.matcher("/actuator/**").matches(request)))
                // Around the filter that answers refusals, which must still know that a token came.
                .addFilterBefore(new TokenFilter(tokens), ExceptionTranslationFilter.class)
                .authorizeHttpRequests(Rules::forPrograms);
        return withoutSession(http).build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain forPeople(HttpSecurity http, LoginCookie cookie, BoundCsrf csrf, OidcLogin oidc)
            throws Exception {
        http.securityContext(context -> context.securityContextRepository(cookie))
                .csrf(change -> change.csrfTokenRepository(csrf))
                .authorizeHttpRequests(Rules::forPeople);
        if (oidc.configured()) {
            oidc.addTo(http);
        }
        return common(http).build();
    }

    private static HttpSecurity withoutSession(HttpSecurity http) throws Exception {
        return common(http.csrf(AbstractHttpConfigurer::disable));
    }

    private static HttpSecurity common(HttpSecurity http) throws Exception {
        Refusals refusals = new Refusals();
        return http.sessionManagement(sessions -> sessions.sessionCreationPolicy(STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(PageHeaders::set)
                .exceptionHandling(faults -> faults.authenticationEntryPoint((AuthenticationEntryPoint) refusals)
                        .accessDeniedHandler(refusals));
    }
}
