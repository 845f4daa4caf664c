package dev.aftertalk.access;

import dev.aftertalk.text.PlainText;
import dev.aftertalk.time.SteadyClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/** Aftertalk as a client of the identity provider, whose addresses are asked for at the first login: one that is down stops nothing else. */
final class OidcClient implements ClientRegistrationRepository {

    private static final Logger LOG = LoggerFactory.getLogger(OidcClient.class);

    private static final String WELL_KNOWN = "/.well-known/openid-configuration";
    /** For how long nobody asks again when it could not be asked. */
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final SecuritySettings.Oidc settings;
    private final String staffUrl;
    private final Clock clock = SteadyClock.get();
    private final ReentrantLock discovering = new ReentrantLock();
    private volatile long nextTry;
    private volatile ClientRegistration registration;

    /** @param staffUrl where users are sent back to; empty: to where they came from */
    OidcClient(SecuritySettings.Oidc settings, String staffUrl) {
        this.settings = settings;
        this.staffUrl = staffUrl;
    }

    /** Null when the identity provider can't be asked or is not the one it should be; the log says why. */
    @Override
    public ClientRegistration findByRegistrationId(String id) {
        if (!OidcLogin.ID.equals(id)) {
            return null;
        }
        return registration == null ? discoverOnce() : registration;
    }

    /** One at a time, and not at once again after it failed: others need not wait for the same. */
    private ClientRegistration discoverOnce() {
        if (clock.millis() < nextTry || !discovering.tryLock()) {
            return registration;
        }
        try {
            if (registration == null) {
                registration = discover();
                nextTry = registration == null ? clock.millis() + REMEMBERED.toMillis() : 0;
            }
            return registration;
        } finally {
            discovering.unlock();
        }
    }

    private ClientRegistration discover() {
        try {
            ClientRegistration.Builder client = ClientRegistrations.fromOidcConfiguration(configuration())
                    .registrationId(OidcLogin.ID)
                    .clientId(settings.clientId())
                    .clientName(settings.label())
                    .scope(settings.scopes())
                    .userNameAttributeName("sub");
            if (settings.clientSecret().isBlank()) {
                client.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
            } else {
                client.clientSecret(settings.clientSecret());
            }
            if (!staffUrl.isEmpty()) {
                client.redirectUri(staffUrl + "/login/oauth2/code/" + OidcLogin.ID);
            }
            ClientRegistration made = client.build();
            OidcTokens.algorithms(made);
            return made;
        } catch (RuntimeException e) {
            LOG.error(
                    "Nobody can log in at {} now: {}. security.oidc.issuer must be the issuer to the letter; below it must be {}.",
                    settings.issuer(),
                    PlainText.harmless(e.getMessage()),
                    WELL_KNOWN);
            return null;
        }
    }

    private Map<String, Object> configuration() {
        String issuer = settings.issuer().toString();
        URI address = URI.create(issuer.replaceAll("/+$", "") + WELL_KNOWN);
        Map<String, Object> found = OidcHttp.plain()
                .exchange(address, HttpMethod.GET, null, new ParameterizedTypeReference<Map<String, Object>>() {})
                .getBody();
        Object named = found == null ? null : found.get("issuer");
        if (!issuer.equals(named)) {
            throw new IllegalStateException("it calls itself " + named);
        }
        return found;
    }
}
