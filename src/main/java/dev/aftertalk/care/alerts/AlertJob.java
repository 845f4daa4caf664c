package dev.aftertalk.care.alerts;

import dev.aftertalk.care.retention.SharedTask;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.privacy.Database;
import dev.aftertalk.scheduling.RepeatedTask;
import dev.aftertalk.time.MachineClock;
import java.time.Clock;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks now and then how it is, as long as a route takes alerts. */
@Component
class AlertJob extends RepeatedTask {

    private static final Logger LOG = LoggerFactory.getLogger(AlertJob.class);

    private final Clock clock = MachineClock.get();
    private final StateFinder finder;
    private final AlertWays ways;
    private final AlertPass pass;
    private final Deliveries deliveries;
    private boolean fails;

    AlertJob(
            JdbcClient reads,
            Ledger ledger,
            AlertSettings settings,
            AlertTexts texts,
            StateFinder finder,
            AlertWays ways) {
        super("alerts", settings.pause(), settings.pause());
        Database database = new Database(reads, ledger);
        AlertQueue queue = new AlertQueue(database, ledger.node());
        SharedTask task = new SharedTask(database, "alerts", AlertPass.LEASE, clock);
        this.finder = finder;
        this.ways = ways;
        this.pass = new AlertPass(new AlertStore(database), queue, texts, settings, task, clock);
        this.deliveries = new Deliveries(queue, ways, settings, clock);
    }

    @Override
    protected void run() {
        Set<String> names = ways.names();
        if (names.isEmpty()) {
            return;
        }
        try {
            deliveries.begin(pass.run(finder.states(clock.instant()), names));
            fails = false;
        } catch (DataAccessException | RetryableException e) {
            if (!fails) {
                LOG.warn("Alerts wait until the database can be used again: {}", e.getMessage());
            }
            fails = true;
        }
    }

    @Override
    public void destroy() {
        super.destroy();
        deliveries.close();
    }
}
