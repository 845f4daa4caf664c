package dev.aftertalk.access;

import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Checks ID tokens by the algorithms that the identity provider says it signs with, where Spring Security alone takes RS256. */
final class OidcTokens implements JwtDecoderFactory<ClientRegistration> {

    private static final String ANNOUNCED = "id_token_signing_alg_values_supported";

    private record Made(ClientRegistration client, JwtDecoder decoder) {}

    private volatile Made made;

    /** The same as long as the client is the same, with the keys it has fetched. */
    @Override
    public JwtDecoder createDecoder(ClientRegistration client) {
        Made known = made;
        if (known == null || known.client != client) {
            known = new Made(client, decoder(client));
            made = known;
        }
        return known.decoder;
    }

    private static JwtDecoder decoder(ClientRegistration client) {
        Set<SignatureAlgorithm> algorithms = algorithms(client);
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(
                        client.getProviderDetails().getJwkSetUri())
                .jwsAlgorithms(taken -> taken.addAll(algorithms))
                .restOperations(OidcHttp.plain())
                .build();
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(new JwtTimestampValidator(), new OidcIdTokenValidator(client)));
        decoder.setClaimSetConverter(
                new ClaimTypeConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
        return token -> {
            refuseOtherThan(algorithms, token);
            return decoder.decode(token);
        };
    }

    /** Says which algorithm it is, where the decoder would say that it is another one or that there is no key. */
    private static void refuseOtherThan(Set<SignatureAlgorithm> algorithms, String token) {
        String algorithm;
        try {
            algorithm = SignedJWT.parse(token).getHeader().getAlgorithm().getName();
        } catch (ParseException e) {
            return; // The decoder says what it is.
        }
        if (algorithms.stream().noneMatch(taken -> taken.getName().equals(algorithm))) {
            throw new BadJwtException("The ID token is signed with " + algorithm
                    + ": have it sign those for this client with "
                    + algorithms.stream().map(SignatureAlgorithm::getName).collect(Collectors.joining(" or ")));
        }
    }

    /**
     * Those of the announced algorithms that can be checked here: RS, PS and ES, each with 256, 384 and 512; RS256 when none is announced.
     *
     * @throws IllegalArgumentException when none of them can be
     */
    static Set<SignatureAlgorithm> algorithms(ClientRegistration client) {
        Object announced =
                client.getProviderDetails().getConfigurationMetadata().get(ANNOUNCED);
        if (!(announced instanceof List<?> names) || names.isEmpty()) {
            return EnumSet.of(SignatureAlgorithm.RS256);
        }
        Set<SignatureAlgorithm> known = EnumSet.noneOf(SignatureAlgorithm.class);
        names.stream()
                .map(name -> SignatureAlgorithm.from(String.valueOf(name)))
                .filter(Objects::nonNull)
                .forEach(known::add);
        if (known.isEmpty()) {
            throw new IllegalArgumentException("It signs with " + names
                    + " alone: have it sign ID tokens for this client with RS256, PS256 or ES256");
        }
        return known;
    }
}
