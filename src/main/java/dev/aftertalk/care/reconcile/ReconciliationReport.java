package dev.aftertalk.care.reconcile;

import java.time.Instant;
import java.util.List;

/**
 * What a reconciliation has come to, as programs get it.
 *
 * @param found what iAdvize has of that time; each of it was had already, was started, was erased here, or is missing
 * @param types the types of events that were compared; null before the first pass
 * @param note what went wrong, or what could not be compared; null for neither
 */
public record ReconciliationReport(
        long id,
        String reason,
        Instant from,
        Instant to,
        String state,
        int found,
        int had,
        int started,
        int erased,
        int missing,
        Instant requestedAt,
        Instant endedAt,
        List<String> types,
        String note) {

    static ReconciliationReport of(Reconciliation row) {
        return new ReconciliationReport(
                row.id(),
                row.reason(),
                Instant.ofEpochMilli(row.from()),
                Instant.ofEpochMilli(row.to()),
                row.state(),
                row.counts().found(),
                row.counts().had(),
                row.counts().started(),
                row.counts().erased(),
                row.counts().missing(),
                Instant.ofEpochMilli(row.requestedAt()),
                row.endedAt() == null ? null : Instant.ofEpochMilli(row.endedAt()),
                row.types(),
                row.error());
    }
}
