package dev.aftertalk.access;

import java.security.Principal;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.security.core.Authentication;

/** What the sender of a request may do, for features that show more to some than to others. */
public final class Access {

    private static final Set<String> OPERATING =
            Set.of(Role.OPERATOR.authority(), Role.ADMIN.authority(), Scope.OPERATE.authority());

    private Access() {}

    /** Whether a user is an operator at least, or a token is for operating. */
    public static boolean mayOperate(Principal who) {
        return who instanceof Authentication sender
                && sender.getAuthorities().stream().anyMatch(each -> OPERATING.contains(each.getAuthority()));
    }

    /** The scopes of the token that a request brings; none for a user or a stranger. */
    public static Set<Scope> scopes(Principal who) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        if (who instanceof Authentication sender) {
            for (Scope each : Scope.values()) {
                if (sender.getAuthorities().stream()
                        .anyMatch(one -> each.authority().equals(one.getAuthority()))) {
                    scopes.add(each);
                }
            }
        }
        return scopes;
    }
}
