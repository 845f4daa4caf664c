package dev.aftertalk.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/** Logs users in who the identity provider vouches for, with the role that it says. */
@Component
@Lazy
class OidcLogin {

    /** Stands in the address that the identity provider sends users back to. */
    static final String ID = "oidc";

    private static final Logger LOG = LoggerFactory.getLogger(OidcLogin.class);

    private final SecuritySettings.Oidc settings;
    private final OidcClient client;
    private final OidcRequests requests;
    private final OidcRoles roles;
    private final Users users;
    private final LoginCookie cookie;

    OidcLogin(SecuritySettings settings, Users users, LoginCookie cookie, Keys keys) {
        this.settings = settings.oidc();
        this.client = new OidcClient(settings.oidc());
        this.requests = new OidcRequests(() -> new Sealer(keys.get("oidc-cookie")));
        this.roles = new OidcRoles(settings.oidc());
        this.users = users;
        this.cookie = cookie;
    }

    boolean configured() {
        return settings.configured();
    }

    boolean reachable() {
        return client.findByRegistrationId(ID) != null;
    }

    void addTo(HttpSecurity http) throws Exception {
        DefaultOAuth2AuthorizationRequestResolver resolver =
                new DefaultOAuth2AuthorizationRequestResolver(client, "/oauth2/authorization");
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        http.oauth2Login(login -> login.clientRegistrationRepository(client)
                .authorizedClientRepository(new NoClients())
                .loginPage("/login")
                .authorizationEndpoint(endpoint ->
                        endpoint.authorizationRequestRepository(requests).authorizationRequestResolver(resolver))
                .successHandler(this::succeed)
                .failureHandler(this::fail));
    }

    private void succeed(HttpServletRequest request, HttpServletResponse response, Authentication who)
            throws IOException {
        OidcUser visitor = (OidcUser) who.getPrincipal();
        Optional<Role> role = roles.of(visitor.getClaims());
        if (role.isEmpty()) {
            LOG.warn(
                    "{} vouches for a user whose claim {} gives no role here", settings.issuer(), settings.roleClaim());
            refuse(request, response, "role");
            return;
        }
        Optional<User> user = user(visitor, role.get());
        if (user.isEmpty()) {
            refuse(request, response, "name");
        } else if (!user.get().enabled()) {
            refuse(request, response, "disabled");
        } else {
            cookie.open(user.get(), request, response);
            response.sendRedirect(request.getContextPath() + requests.to(request));
        }
    }

    /** The user as known here: made at the first login, with the role of this one. Empty when the name belongs to somebody else. */
    private Optional<User> user(OidcUser visitor, Role role) {
        String subject = visitor.getIssuer() + " " + visitor.getSubject();
        Optional<User> known = users.findBySubject(subject);
        if (known.isPresent()) {
            User user = known.get();
            // What the identity provider says goes, even for the last admin.
            return user.role() == role ? known : users.changeExternalRole(user.name(), subject, role);
        }
        String name = Users.canonical(name(visitor));
        return users.createExternal(name, subject, role) ? users.findBySubject(subject) : Optional.empty();
    }

    private static String name(OidcUser visitor) {
        if (visitor.getPreferredUsername() != null) {
            return visitor.getPreferredUsername();
        }
        return visitor.getEmail() != null ? visitor.getEmail() : visitor.getSubject();
    }

    private void fail(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        LOG.warn("A login at {} was refused: {}", settings.issuer(), reason.getMessage());
        refuse(request, response, "oidc");
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, String notice)
            throws IOException {
        response.sendRedirect(request.getContextPath() + "/login?notice=" + notice);
    }
}
