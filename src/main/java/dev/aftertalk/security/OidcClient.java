package dev.aftertalk.security;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/** Aftertalk as a client of the identity provider, whose addresses are asked for at the first login: one that is down stops nothing else. */
final class OidcClient implements ClientRegistrationRepository {

    private static final Logger LOG = LoggerFactory.getLogger(OidcClient.class);

    private final SecuritySettings.Oidc settings;
    private volatile ClientRegistration registration;

    OidcClient(SecuritySettings.Oidc settings) {
        this.settings = settings;
    }

    /** Null when the identity provider can't be asked or is not the one it should be; the log says why. */
    @Override
    public ClientRegistration findByRegistrationId(String id) {
        if (registration == null && OidcLogin.ID.equals(id)) {
            registration = discover();
        }
        return OidcLogin.ID.equals(id) ? registration : null;
    }

    private ClientRegistration discover() {
        try {
            ClientRegistration.Builder client = ClientRegistrations.fromIssuerLocation(
                            settings.issuer().toString())
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
            return client.build();
        } catch (RuntimeException e) {
            LOG.error(
                    "Nobody can log in at {} now: {}. security.oidc.issuer must be the issuer to the letter; below it must be /.well-known/openid-configuration.",
                    settings.issuer(),
                    e.getMessage());
            return null;
        }
    }
}
