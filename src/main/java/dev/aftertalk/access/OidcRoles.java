package dev.aftertalk.access;

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
        Object value = walk(claims, path);
        if (value instanceof Collection<?> all) {
            return all.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(String.valueOf(value));
    }

    /**
     * What the path leads to. Any name on it may hold dots itself, as the claim https://example.com/roles or the client shop.aftertalk in
     * resource_access.shop.aftertalk.roles does: the longest name that is there goes first.
     */
    private static Object walk(Object from, String path) {
        if (!(from instanceof Map<?, ?> map)) {
            return null;
        }
        if (map.containsKey(path)) {
            return map.get(path);
        }
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            Object found = walk(map.get(path.substring(0, dot)), path.substring(dot + 1));
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
