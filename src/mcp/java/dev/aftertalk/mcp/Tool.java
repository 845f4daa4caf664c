package dev.aftertalk.mcp;

import dev.aftertalk.access.Scope;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A tool.
 *
 * @param title for people
 * @param description for agents
 * @param scopes of which a token needs one to call it
 */
record Tool(
        String name, String title, String description, Set<Scope> scopes, Effect effect, InputSchema takes, Work work) {

    /** What a call may come to. */
    enum Effect {
        /** Changes nothing. */
        READS,
        /** Changes what can be changed back. */
        CHANGES,
        /** Sends, leaves or writes over something. */
        ACTS
    }

    /** What the tool does. What it throws with a message for whoever asked is told as an error of the tool. */
    interface Work {

        /** @return what is told as JSON */
        Object on(Arguments arguments, Caller caller);
    }

    boolean isFor(Caller caller) {
        return scopes.stream().anyMatch(caller::may);
    }

    /** The scopes in words. */
    String wanted() {
        return scopes.stream().sorted().map(Scope::code).collect(Collectors.joining(" or "));
    }
}
