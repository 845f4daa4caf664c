package dev.aftertalk.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;

/** Gives every page what {@code templates/layout.ftlh} needs, in the language of its reader. */
@Configuration(proxyBeanMethods = false)
class SecurityWeb implements WebMvcConfigurer {

    /** The first is for who speaks none of them. */
    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.FRENCH);

    private final Navigation navigation;
    private final OpenPaths open;

    SecurityWeb(Navigation navigation, OpenPaths open) {
        this.navigation = navigation;
        this.open = open;
    }

    /** What the browser asks for, unless the user chose; that is kept in a cookie. */
    @Bean
    static LocaleResolver localeResolver() {
        CookieLocaleResolver resolver = new CookieLocaleResolver("aftertalk-language");
        resolver.setCookieMaxAge(Duration.ofDays(365));
        resolver.setCookieHttpOnly(true);
        resolver.setCookieSameSite("Lax");
        resolver.setRejectInvalidCookies(false);
        resolver.setDefaultLocaleFunction(SecurityWeb::accepted);
        return resolver;
    }

    private static Locale accepted(HttpServletRequest request) {
        String header = request.getHeader("Accept-Language");
        if (header == null) {
            return LANGUAGES.get(0);
        }
        try {
            Locale best = Locale.lookup(Locale.LanguageRange.parse(header), LANGUAGES);
            return best == null ? LANGUAGES.get(0) : best;
        } catch (IllegalArgumentException e) {
            return LANGUAGES.get(0);
        }
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new Language()).excludePathPatterns(open.patterns());
        registry.addInterceptor(new Frame(navigation)).excludePathPatterns(open.patterns());
    }

    /** Takes {@code ?lang=fr} of the links in the footer. */
    private static final class Language implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            String wanted = request.getMethod().equals("GET") ? request.getParameter("lang") : null;
            if (wanted != null) {
                LANGUAGES.stream()
                        .filter(language -> language.getLanguage().equals(wanted))
                        .findFirst()
                        .ifPresent(language ->
                                org.springframework.web.servlet.support.RequestContextUtils.getLocaleResolver(request)
                                        .setLocale(request, response, language));
            }
            return true;
        }
    }

    private static final class Frame implements HandlerInterceptor {

        private final Navigation navigation;

        Frame(Navigation navigation) {
            this.navigation = navigation;
        }

        @Override
        public void postHandle(
                HttpServletRequest request, HttpServletResponse response, Object handler, ModelAndView page) {
            if (page == null || page.getViewName() == null || page.getViewName().startsWith("redirect:")) {
                return;
            }
            User user = SignedIn.user(request.getUserPrincipal());
            CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
            page.addObject(
                    "frame",
                    new PageFrame(
                            user == null ? null : user.name(),
                            user == null ? null : user.roleCode(),
                            navigation.items(user),
                            request.getServletPath(),
                            csrf == null ? "" : csrf.getParameterName(),
                            csrf == null ? "" : csrf.getHeaderName(),
                            csrf == null ? "" : csrf.getToken()));
        }
    }
}
