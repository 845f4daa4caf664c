package dev.aftertalk.access;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Erasable;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.OldRows;
import dev.aftertalk.privacy.Search;
import java.util.List;
import org.springframework.stereotype.Component;

/** The audit, and whom the identity provider vouched for under somebody else's name. */
@Component
final class AccessData implements KeptData {

    @Override
    public List<Ageing> ageing() {
        return List.of(
                OldRows.ageing("refused_logins", RefusedLogins.KEPT, "refused_login", "id", "at", ""),
                OldRows.ageing("audit", Kept.AUDIT, "audit_entry", "id", "at", Long.MIN_VALUE));
    }

    @Override
    public List<Erasable> find(Search search) {
        return List.of(Erasable.first(ledger -> ErasedAudit.forget(ledger, search)));
    }
}
