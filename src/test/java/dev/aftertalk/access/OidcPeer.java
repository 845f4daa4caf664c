package dev.aftertalk.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.aftertalk.sandbox.PeerAnswer;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.PeerServer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An identity provider over HTTP: discovery, keys, and tokens for whoever a test says is at the browser. */
final class OidcPeer extends PeerServer {

    static final String CLIENT = "aftertalk";
    static final String SECRET = "client-secret";

    /** Whoever is at the browser, and what is wrong with what is said about them. */
    record Visitor(String subject, String name, List<String> roles, String nonce, boolean forged, String audience) {

        static Visitor of(String subject, String name, String... roles) {
            return new Visitor(subject, name, List.of(roles), null, false, CLIENT);
        }
    }

    private final RSAKey key = key();
    private final ECKey ecKey = ecKey();
    private volatile JWSAlgorithm signs = JWSAlgorithm.RS256;
    private final Map<String, String> wanted = new HashMap<>();
    private volatile Visitor visitor;

    OidcPeer() {
        super(0);
        serve(this::answer);
    }

    private PeerAnswer answer(PeerRequest request) {
        return switch (request.path()) {
            case "/.well-known/openid-configuration" -> PeerAnswer.json(200, configuration());
            case "/jwks" ->
                PeerAnswer.json(200, new JWKSet(List.of(key.toPublicJWK(), ecKey.toPublicJWK())).toJSONObject());
            default -> token(request);
        };
    }

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID("key").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ecKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With what ID tokens are signed from now on. */
    void signsWith(JWSAlgorithm algorithm) {
        signs = algorithm;
    }

    String issuer() {
        return url();
    }

    private Map<String, Object> configuration() {
        return Map.of(
                "issuer", issuer(),
                "authorization_endpoint", issuer() + "/authorize",
                "token_endpoint", issuer() + "/token",
                "jwks_uri", issuer() + "/jwks",
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("EdDSA", "HS256", "RS256", "PS256", "ES256"));
    }

    /**
     * Plays the login page.
     *
     * @param address where the browser was sent
     * @return the query to come back with
     */
    synchronized String authorize(String address, Visitor who) {
        visitor = who;
        wanted.clear();
        wanted.putAll(parameters(address.substring(address.indexOf('?') + 1)));
        return "?code=code-1&state=" + wanted.get("state");
    }

    /** What the browser was sent with. */
    synchronized Map<String, String> wanted() {
        return Map.copyOf(wanted);
    }

    private synchronized PeerAnswer token(PeerRequest request) {
        Map<String, String> form = request.parameters();
        String basic = "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes());
        boolean right = basic.equals(request.header("Authorization"))
                && "code-1".equals(form.get("code"))
                && wanted.get("redirect_uri").equals(form.get("redirect_uri"))
                && wanted.get("code_challenge").equals(challenge(form.get("code_verifier")));
        return right
                ? PeerAnswer.json(
                        200,
                        Map.of("access_token", "none", "token_type", "Bearer", "expires_in", 60, "id_token", idToken()))
                : PeerAnswer.json(400, Map.of("error", "invalid_grant"));
    }

    private String idToken() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(visitor.subject)
                .audience(visitor.audience)
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .claim("nonce", visitor.nonce == null ? wanted.get("nonce") : visitor.nonce)
                .claim("preferred_username", visitor.name)
                .claim("realm_access", Map.of("roles", visitor.roles))
                .build();
        try {
            boolean elliptic = JWSAlgorithm.Family.EC.contains(signs);
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(signs).keyID(elliptic ? "ec" : "key").build(), claims);
            token.sign(
                    signs.equals(JWSAlgorithm.HS256)
                            ? new MACSigner(SECRET.repeat(4))
                            : elliptic ? new ECDSASigner(ecKey) : new RSASSASigner(visitor.forged ? key() : key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
