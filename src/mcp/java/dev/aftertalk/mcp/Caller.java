package dev.aftertalk.mcp;

import dev.aftertalk.access.Access;
import dev.aftertalk.access.Scope;
import java.security.Principal;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose token a call comes with.
 *
 * @param name as the audit says it
 */
record Caller(String name, Set<Scope> scopes) {

    static Caller of(Principal who) {
        return new Caller(who == null ? "nobody" : who.getName(), Access.scopes(who));
    }

    boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    /** Whether what could name a person may be shown. */
    boolean seesPersons() {
        return may(Scope.OPERATE);
    }

    /** Its scopes in words. */
    String written() {
        return scopes.isEmpty() ? "none" : scopes.stream().map(Scope::code).collect(Collectors.joining(", "));
    }
}
