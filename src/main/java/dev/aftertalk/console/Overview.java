package dev.aftertalk.console;

import dev.aftertalk.care.drill.DrillReport;
import dev.aftertalk.care.needs.Need;
import dev.aftertalk.care.pause.Operations;
import dev.aftertalk.care.reconcile.ReconciliationReport;
import dev.aftertalk.deploy.live.RouteReports;
import java.time.Instant;
import java.util.List;

/**
 * How it goes at one moment. Public for the templates.
 *
 * @param eventsLastMinute events that all servers took in the minute before
 * @param slowest the slowest answer of this server to iAdvize in the last minutes, in milliseconds; null when there was none
 * @param nodes servers that work on this ledger
 * @param backlog runs that are not over yet, of all workflows
 * @param diskFree bytes left for SQLite's file; null with PostgreSQL
 * @param reconciliation the last one; null when there was none
 * @param drill the fault drill that is under way; null for none
 */
public record Overview(
        Instant at,
        long eventsLastMinute,
        Double slowest,
        long nodes,
        long backlog,
        long dead,
        Long diskFree,
        List<Need> needs,
        List<Operations.Workflow> workflows,
        List<Called> systems,
        RouteReports.Report routes,
        ReconciliationReport reconciliation,
        DrillReport drill) {

    /** Another system, with how many runs wait for it. */
    public record Called(Operations.CalledSystem system, long waiting) {}
}
