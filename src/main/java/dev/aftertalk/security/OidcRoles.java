package dev.aftertalk.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The role that the identity provider's claims give. */
final class OidcRoles {

    private final String path;
    private final SecuritySettings.Roles values;

    OidcRoles(SecuritySettings.Oidc settings) {
        this.path = settings.roleClaim();
        this.values = settings.roles();
    }

    /** The highest role that the claims name; empty: none, and so no login. */
    Optional<Role> of(Map<String, Object> claims) {
        List<String> held = held(claims);
        if (names(held, values.admin())) {
            return Optional.of(Role.ADMIN);
        }
        if (names(held, values.operator())) {
            return Optional.of(Role.OPERATOR);
        }
        return names(held, values.viewer()) ? Optional.of(Role.VIEWER) : Optional.empty();
    }

    private static boolean names(List<String> held, String wanted) {
        return !wanted.isBlank() && held.contains(wanted.strip());
    }

    private List<String> held(Map<String, Object> claims) {
        // A claim's name may hold dots itself, as https://example.com/roles does.
        Object value = claims.containsKey(path) ? claims.get(path) : walk(claims);
        if (value instanceof Collection<?> all) {
            return all.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(String.valueOf(value));
    }

    private Object walk(Map<String, Object> claims) {
        Object value = claims;
        for (String step : path.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value;
    }
}
