package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.rehearsal.Rehearsal;
import dev.aftertalk.rehearsal.StandIns;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** What looks things up, or only computes, is in a rehearsal what it is otherwise. */
@Component
class RehearsedIadvize implements StandIns {

    private final ObjectProvider<org.apache.camel.Component> iadvize;
    private final Transcript transcript;

    /** @param iadvize a new one each time */
    RehearsedIadvize(@Qualifier("iadvize") ObjectProvider<org.apache.camel.Component> iadvize, Transcript transcript) {
        this.iadvize = iadvize;
        this.transcript = transcript;
    }

    @Override
    public Map<String, Object> of(Rehearsal rehearsal) {
        return Map.of("iadvize", iadvize.getObject(), "transcript", transcript);
    }
}
