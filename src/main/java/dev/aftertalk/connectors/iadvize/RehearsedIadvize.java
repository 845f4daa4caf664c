package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.connectors.OnlookersGuards;
import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.rehearsal.Rehearsal;
import dev.aftertalk.rehearsal.StandIns;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What looks things up, or only computes, is in a rehearsal what it is otherwise. */
@Component
class RehearsedIadvize implements StandIns {

    private final IadvizeSettings settings;
    private final ConversationSchema schema;
    private final GraphqlTokens tokens;
    private final ConnectorTimers timers;
    private final Guards guards;
    private final ResilienceSettings resilience;
    private final KeptAnswers answers;
    private final Transcript transcript;

    RehearsedIadvize(
            IadvizeSettings settings,
            ConversationSchema schema,
            GraphqlTokens tokens,
            ConnectorTimers timers,
            Guards guards,
            ResilienceSettings resilience,
            KeptAnswers answers,
            Transcript transcript) {
        this.settings = settings;
        this.schema = schema;
        this.tokens = tokens;
        this.timers = timers;
        this.guards = guards;
        this.resilience = resilience;
        this.answers = answers;
        this.transcript = transcript;
    }

    @Override
    public Map<String, Object> of(Rehearsal rehearsal) {
        return Map.of(
                "iadvize",
                IadvizeConfiguration.component(
                        settings,
                        schema,
                        tokens,
                        timers,
                        new OnlookersGuards(resilience, guards),
                        answers::kept,
                        new Detours()),
                "transcript",
                transcript);
    }
}
