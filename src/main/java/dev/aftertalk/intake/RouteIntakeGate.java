package dev.aftertalk.intake;

import dev.aftertalk.intake.health.IntakeGate;
import dev.aftertalk.ledger.LedgerHealth;
import dev.aftertalk.ledger.start.DiskSpace;
import dev.aftertalk.web.WebhookSwap;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.springframework.stereotype.Component;

/**
 * Opens once the application is ready and the webhook's route runs, and closes as soon as either ends, while the disk is about to be
 * full, or while the database is away that the webhook's route stores events in.
 *
 * <p>While the route is replaced it stays open: callers are held back for that moment.
 *
 * <p>The web server listens before the routes start and after they stop; without this a call would meet a 404, which costs iAdvize one of
 * its three tries.
 */
@Component
class RouteIntakeGate implements IntakeGate {

    static final String ROUTE = "webhook";

    private final Drain drain;
    private final DiskSpace disk;
    private final LedgerHealth ledger;
    private final WebhookSettings settings;
    private final CamelContext camel;
    private final WebhookSwap swap;

    RouteIntakeGate(
            Drain drain,
            DiskSpace disk,
            LedgerHealth ledger,
            WebhookSettings settings,
            CamelContext camel,
            WebhookSwap swap) {
        this.drain = drain;
        this.disk = disk;
        this.ledger = ledger;
        this.settings = settings;
        this.camel = camel;
        this.swap = swap;
    }

    @Override
    public boolean open() {
        return drain.isTaking()
                && disk.isEnough()
                && (ledger.storesEvents() || !settings.needsDatabase())
                && (runs() || swap.isUnderWay() || runs()); // again: a swap may have ended in between
    }

    private boolean runs() {
        return camel.getRouteController().getRouteStatus(ROUTE) == ServiceStatus.Started;
    }
}
