package dev.aftertalk.access;

import dev.aftertalk.secrets.SharedKeys;
import dev.aftertalk.text.PacedLine;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.web.StaffUrl;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final SecuritySettings.Oidc settings;
    private final OidcClient client;
    private final OidcRequests requests;
    private final OidcRoles roles;
    private final Users users;
    private final UserChanges changes;
    private final RefusedLogins refused;
    private final LoginCookie cookie;
    private final LoginWatch watch;
    private final PacedLine line = new PacedLine(PAUSE);
    /** Apart, so that this line, which says what to do, is not the one left out. */
    private final PacedLine takenLine = new PacedLine(PAUSE);

    OidcLogin(
            SecuritySettings settings,
            Users users,
            UserChanges changes,
            RefusedLogins refused,
            LoginCookie cookie,
            SharedKeys keys,
            StaffUrl staffUrl,
            LoginWatch watch) {
        this.settings = settings.oidc();
        this.client = new OidcClient(settings.oidc(), staffUrl.staffUrl());
        this.requests = new OidcRequests(() -> keys.sealer("oidc-cookie"));
        this.roles = new OidcRoles(settings.oidc());
        this.users = users;
        this.changes = changes;
        this.refused = refused;
        this.cookie = cookie;
        this.watch = watch;
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
                .tokenEndpoint(endpoint -> endpoint.accessTokenResponseClient(OidcHttp.tokens()))
                .userInfoEndpoint(endpoint -> endpoint.oidcUserService(OidcHttp.users()))
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
            watch.count(LoginWatch.Outcome.REFUSED);
            line.write(others -> LOG.warn(
                    "{} vouches for a user whose claim {} gives no role here",
                    settings.issuer(),
                    settings.roleClaim()));
            refuse(request, response, "role");
            return;
        }
        Optional<User> user = user(visitor, role.get());
        if (user.isEmpty()) {
            watch.count(LoginWatch.Outcome.REFUSED);
            refuse(request, response, "name");
        } else if (!user.get().enabled() || !cookie.open(user.get(), request, response)) {
            watch.count(LoginWatch.Outcome.REFUSED);
            refuse(request, response, "disabled");
        } else {
            watch.count(LoginWatch.Outcome.DONE);
            response.sendRedirect(request.getContextPath() + requests.to(request));
        }
    }

    /** The user as known here: made at the first login, with the role of this one. Empty when the name belongs to somebody else. */
    private Optional<User> user(OidcUser visitor, Role role) {
        String subject = subject(visitor);
        Optional<User> known = users.findBySubject(subject);
        if (known.isPresent()) {
            User user = known.get();
            // What the identity provider says goes, even for the last admin.
            return user.role() == role ? known : users.changeExternalRole(user.name(), subject, role);
        }
        String name = Users.canonical(name(visitor));
        if (users.createExternal(name, subject, role)) {
            return users.findBySubject(subject);
        }
        changes.linkExpected(name, visitor.getIssuer().toString(), subject, role);
        Optional<User> linked = users.findBySubject(subject);
        if (linked.isEmpty()) {
            refused.note(visitor.getIssuer().toString(), subject, name, role);
            takenLine.write(others -> LOG.warn(
                    "{} vouches for a user {}, whose name is that of another user here: either somebody else, or the same person with another issuer or subject than before. An admin can link the two at /admin/users, or rename or delete the user here. If no admin can log in: java -jar aftertalk.jar reset-password USER",
                    settings.issuer(),
                    name));
        }
        return linked;
    }

    private static String subject(OidcUser visitor) {
        return visitor.getIssuer() + " " + visitor.getSubject();
    }

    /** The first that is a name as they are made here; else one made of who that is there. */
    private static String name(OidcUser visitor) {
        return Stream.of(visitor.getPreferredUsername(), visitor.getEmail(), visitor.getSubject())
                .filter(Objects::nonNull)
                .map(Users::canonical)
                .filter(Users::isName)
                .findFirst()
                .orElseGet(() -> "user-" + Secrets.digest(subject(visitor)).substring(0, 16));
    }

    private void fail(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        watch.count(LoginWatch.Outcome.REFUSED);
        // Whoever calls this address may say what it likes about an error.
        String why = request.getParameter("error") == null ? reason.getMessage() : request.getParameter("error");
        line.write(others -> LOG.warn("A login at {} was refused: {}", settings.issuer(), PlainText.harmless(why)));
        refuse(request, response, "oidc");
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, String notice)
            throws IOException {
        response.sendRedirect(request.getContextPath() + "/login?notice=" + notice);
    }
}
