package dev.aftertalk.security;

import java.security.Principal;
import java.util.Set;
import org.springframework.security.core.Authentication;

/** What those who got through may see, where that is not a matter of the address alone. */
public final class Rights {

    private static final Set<String> OPERATORS =
            Set.of(Role.OPERATOR.authority(), Role.ADMIN.authority(), Scope.OPERATE.authority());

    private Rights() {}

    /** Whether that is a user who is an operator or above, or a token with the scope {@code operate}; null is nobody. */
    public static boolean mayOperate(Principal who) {
        return who instanceof Authentication known
                && known.getAuthorities().stream().anyMatch(authority -> OPERATORS.contains(authority.getAuthority()));
    }
}
