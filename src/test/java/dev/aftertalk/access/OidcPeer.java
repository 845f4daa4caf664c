package dev.aftertalk.access;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** An identity provider over HTTP: discovery, keys, and tokens for whoever a test says is at the browser. */
final class OidcPeer implements AutoCloseable {

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
    private final HttpServer server;
    private final Map<String, String> asked = new HashMap<>();
    private volatile Visitor visitor;

    OidcPeer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, 200, configuration()));
        server.createContext(
                "/jwks",
                exchange -> answer(
                        exchange, 200, new JWKSet(List.of(key.toPublicJWK(), ecKey.toPublicJWK())).toJSONObject()));
        server.createContext("/token", this::token);
        server.start();
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
        return "http://127.0.0.1:" + server.getAddress().getPort();
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
        asked.clear();
        asked.putAll(parameters(address.substring(address.indexOf('?') + 1)));
        return "?code=code-1&state=" + asked.get("state");
    }

    synchronized Map<String, String> asked() {
        return Map.copyOf(asked);
    }

    private synchronized void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String basic = "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes());
        boolean right = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && "code-1".equals(form.get("code"))
                && asked.get("redirect_uri").equals(form.get("redirect_uri"))
                && asked.get("code_challenge").equals(challenge(form.get("code_verifier")));
        if (!right) {
            answer(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        answer(
                exchange,
                200,
                Map.of("access_token", "none", "token_type", "Bearer", "expires_in", 60, "id_token", idToken()));
    }

    private String idToken() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(visitor.subject)
                .audience(visitor.audience)
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .claim("nonce", visitor.nonce == null ? asked.get("nonce") : visitor.nonce)
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

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            parameters.put(
                    part.substring(0, equals), URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> json) throws IOException {
        byte[] body = new ObjectMapper().writeValueAsBytes(json);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
