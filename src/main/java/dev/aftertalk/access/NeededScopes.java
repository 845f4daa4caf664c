package dev.aftertalk.access;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * The scopes that a refused token would have needed, as the {@link Rules} have them.
 *
 * @param anyOf each of them would do; none when what was asked for is not for tokens
 */
record NeededScopes(List<Scope> anyOf) {

    /** @param refusal of one of the rules for programs */
    static NeededScopes of(AccessDeniedException refusal) {
        if (!(refusal instanceof AuthorizationDeniedException denied
                && denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision)) {
            return new NeededScopes(List.of());
        }
        Set<String> authorities = AuthorityUtils.authorityListToSet(decision.getAuthorities());
        return new NeededScopes(Arrays.stream(Scope.values())
                .filter(scope -> authorities.contains(scope.authority()))
                .toList());
    }

    /** What whoever sent the token is told. */
    String refusal() {
        if (anyOf.isEmpty()) {
            return "This token's scopes don't allow this, and no other scope does: it is for admins who log in at /login.";
        }
        String codes = String.join(" or ", anyOf.stream().map(Scope::code).toList());
        return "This token's scopes don't allow this: it takes " + codes
                + ", as long as the user who made the token may do that too. An admin sees a token's scopes, and can make another, at /admin/tokens.";
    }
}
