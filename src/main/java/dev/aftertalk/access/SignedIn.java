package dev.aftertalk.access;

import java.security.Principal;
import java.util.Collection;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/** Who sends a request, as Spring Security wants it: a user who logged in, or a program with its token. */
final class SignedIn extends AbstractAuthenticationToken {

    /** Until the password is changed, it opens nothing but the page to change it. */
    static final String MUST_CHANGE = "MUST_CHANGE_PASSWORD";

    private final transient User user;
    private final String name;

    private SignedIn(User user, String name, Collection<GrantedAuthority> authorities) {
        super(authorities);
        this.user = user;
        this.name = name;
        setAuthenticated(true);
    }

    static SignedIn of(User user) {
        String authority = user.mustChangePassword() ? MUST_CHANGE : user.role().authority();
        return new SignedIn(user, user.name(), AuthorityUtils.createAuthorityList(authority));
    }

    static SignedIn of(ApiToken token) {
        List<String> scopes = token.scopesNow().stream().map(Scope::authority).toList();
        return new SignedIn(null, "token " + token.name(), AuthorityUtils.createAuthorityList(scopes));
    }

    /** Who a request comes from; null for a program or a stranger. */
    static User user(Principal principal) {
        return principal instanceof SignedIn signedIn ? signedIn.user : null;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Object getPrincipal() {
        return name;
    }

    @Override
    public Object getCredentials() {
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
