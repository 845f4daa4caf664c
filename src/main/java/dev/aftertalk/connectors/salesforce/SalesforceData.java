package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Erasable;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.OldRows;
import dev.aftertalk.privacy.Search;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whose lead is being made just now: of use for minutes. */
@Component
final class SalesforceData implements KeptData {

    private static final Duration KEPT = Duration.ofDays(1);

    @Override
    public List<Ageing> ageing() {
        return List.of(OldRows.ageing("lead_claims", KEPT, "lead_claim", "digest", "claimed_at", ""));
    }

    @Override
    public void eraseEvent(JdbcClient ledger, String eventId) {
        ledger.sql("DELETE FROM lead_claim WHERE event_id = ?").param(eventId).update();
    }

    /** By digests, as the addresses stand nowhere. */
    @Override
    public List<Erasable> find(Search search) {
        boolean any = search.reads()
                .sql("SELECT EXISTS (SELECT 1 FROM lead_claim)")
                .query(Boolean.class)
                .single();
        List<String> digests =
                any ? LeadClaims.digests(search.keys(), search.person().emails()) : List.of();
        return List.of(
                Erasable.first(ledger -> digests.forEach(digest -> ledger.sql("DELETE FROM lead_claim WHERE digest = ?")
                        .param(digest)
                        .update())));
    }
}
