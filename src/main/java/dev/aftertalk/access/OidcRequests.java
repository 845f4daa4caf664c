package dev.aftertalk.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.secrets.Sealer;
import dev.aftertalk.time.MachineClock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/** What must be known when a user comes back from the identity provider, kept sealed in a cookie so that any node can take over. */
final class OidcRequests implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

    private static final OwnCookie COOKIE = new OwnCookie("aftertalk-oidc");
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the request what the answer is checked against, where to go then, and until when that is good. */
    record Kept(
            String authorizationUri,
            String clientId,
            String redirectUri,
            Set<String> scopes,
            String state,
            Map<String, Object> parameters,
            Map<String, Object> attributes,
            String to,
            long until) {}

    private final Supplier<Sealer> sealer;

    OidcRequests(Supplier<Sealer> sealer) {
        this.sealer = sealer;
    }

    @Override
    public OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        return kept(request)
                .filter(kept -> kept.state.equals(request.getParameter("state")))
                .map(OidcRequests::restore)
                .orElse(null);
    }

    @Override
    public void saveAuthorizationRequest(
            OAuth2AuthorizationRequest asked, HttpServletRequest request, HttpServletResponse response) {
        if (asked == null) {
            COOKIE.remove(request, response);
            return;
        }
        Kept kept = new Kept(
                asked.getAuthorizationUri(),
                asked.getClientId(),
                asked.getRedirectUri(),
                asked.getScopes(),
                asked.getState(),
                asked.getAdditionalParameters(),
                asked.getAttributes(),
                LocalTarget.of(request.getParameter("to")),
                MachineClock.now() + PATIENCE.toMillis());
        try {
            COOKIE.set(request, response, sealer.get().seal(JSON.writeValueAsString(kept)), PATIENCE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can always be written as JSON", e);
        }
    }

    @Override
    public OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        OAuth2AuthorizationRequest asked = loadAuthorizationRequest(request);
        COOKIE.remove(request, response);
        return asked;
    }

    /** Where the user wanted to go. */
    String to(HttpServletRequest request) {
        return kept(request).map(Kept::to).orElse("/");
    }

    private Optional<Kept> kept(HttpServletRequest request) {
        return COOKIE.value(request)
                .flatMap(value -> sealer.get().open(value))
                .map(OidcRequests::parse)
                .filter(kept -> kept.until > MachineClock.now());
    }

    private static Kept parse(String json) {
        try {
            return JSON.readValue(json, Kept.class);
        } catch (JsonProcessingException e) {
            return null; // of another version
        }
    }

    private static OAuth2AuthorizationRequest restore(Kept kept) {
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(kept.authorizationUri)
                .clientId(kept.clientId)
                .redirectUri(kept.redirectUri)
                .scopes(kept.scopes)
                .state(kept.state)
                .additionalParameters(kept.parameters)
                .attributes(attributes -> attributes.putAll(kept.attributes))
                .build();
    }
}
