package dev.aftertalk.console;

import dev.aftertalk.access.Access;
import dev.aftertalk.ledger.history.ChangedRuns;
import dev.aftertalk.text.Unnamed;
import java.security.Principal;

/**
 * What somebody may be shown. A viewer sees what became of events, and nothing that could name a person: no visitor, conversation or payload,
 * no address in a cause, and none of the words in which operators say why they do something. Public for the templates.
 *
 * @param persons whether what could name a person is shown; so it is to operators
 */
public record Sight(boolean persons) {

    static Sight of(Principal who) {
        return new Sight(Access.mayOperate(who));
    }

    /** A cause as it may be shown; null stays null. */
    public String cause(String cause) {
        return cause == null || persons ? cause : Unnamed.text(ChangedRuns.withoutReason(cause));
    }
}
