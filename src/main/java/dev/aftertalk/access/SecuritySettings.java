package dev.aftertalk.access;

import dev.aftertalk.text.WebAddresses;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param passwordLogin whether users log in with a password; else only at the identity provider
 * @param loginMaxAge how long a login lasts, however much it is used; zero: for ever
 * @param oneTimePasswordMaxAge how long a one-time password lets its user in; zero: until it is changed
 * @param firstPassword the one-time password of the first user; empty: a random one, which the log shows
 * @param firstPasswordIsOneTime whether a given first password is one-time; false for one that is to stay
 */
@ConfigurationProperties("security")
record SecuritySettings(
        @DefaultValue("true") boolean passwordLogin,
        @DefaultValue("30d") Duration loginMaxAge,
        @DefaultValue("7d") Duration oneTimePasswordMaxAge,
        @DefaultValue("") String firstPassword,
        @DefaultValue("true") boolean firstPasswordIsOneTime,
        @DefaultValue Oidc oidc) {

    SecuritySettings {
        notNegative("security.login-max-age", loginMaxAge);
        notNegative("security.one-time-password-max-age", oneTimePasswordMaxAge);
        notNegative("security.oidc.login-max-age", oidc.loginMaxAge());
        if (!passwordLogin && !oidc.configured()) {
            throw new IllegalArgumentException(
                    "security.password-login=false leaves no way to log in: give security.oidc.issuer and .client-id too.");
        }
        if (oidc.configured() && oidc.roles().none()) {
            throw new IllegalArgumentException("Nobody could log in at " + oidc.issuer()
                    + ": give at least security.oidc.roles.admin, the value of the claim "
                    + oidc.roleClaim() + " that admins have.");
        }
    }

    /** Whether a user's one-time password has waited too long to be changed. */
    boolean oneTimePasswordExpired(User user, Instant now) {
        return !oneTimePasswordMaxAge.isZero()
                && user.oneTimeSince() != null
                && Duration.between(user.oneTimeSince(), now).compareTo(oneTimePasswordMaxAge) > 0;
    }

    private static void notNegative(String setting, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(setting + " is " + value + ": write a time such as 12h, or 0 for ever.");
        }
    }

    /**
     * OpenID Connect. roleClaim is a path with dots, such as {@code realm_access.roles}; clientSecret is empty for a public client;
     * loginMaxAge is how long it takes at most until the identity provider is asked again, zero: for ever.
     */
    record Oidc(
            URI issuer,
            @DefaultValue("") String clientId,
            @DefaultValue("") String clientSecret,
            @DefaultValue("") String name,
            @DefaultValue("groups") String roleClaim,
            @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
            @DefaultValue("12h") Duration loginMaxAge,
            @DefaultValue Roles roles) {

        Oidc {
            issuer = issuer == null || issuer.toString().isBlank() ? null : issuer;
            if (issuer != null && !WebAddresses.isWeb(issuer)) {
                throw new IllegalArgumentException(
                        "security.oidc.issuer is \"" + issuer
                                + "\"; write the issuer of your identity provider, such as https://login.example.com/realms/shop");
            }
            if (issuer != null && clientId.isBlank()) {
                throw new IllegalArgumentException(
                        "security.oidc.issuer is given, but not security.oidc.client-id: give both or none.");
            }
        }

        boolean configured() {
            return issuer != null;
        }

        /** The text of the button. */
        String label() {
            return name.isBlank() ? String.valueOf(issuer == null ? "" : issuer.getHost()) : name;
        }

        @Override
        public String toString() {
            return "Oidc[" + issuer + "]";
        }
    }

    /** The values of the claim that give a role; a user gets the highest. */
    record Roles(@DefaultValue("") String admin, @DefaultValue("") String operator, @DefaultValue("") String viewer) {

        boolean none() {
            return (admin + operator + viewer).isBlank();
        }
    }

    @Override
    public String toString() {
        return "SecuritySettings[passwordLogin=" + passwordLogin + ", " + oidc + "]";
    }
}
