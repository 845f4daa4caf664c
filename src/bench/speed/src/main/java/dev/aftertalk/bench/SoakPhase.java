package dev.aftertalk.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One phase of a soak: events come at a steady rate, and something is done to the server meanwhile. */
final class SoakPhase {

    private static final long TICK_MILLIS = 250;
    private static final Duration PIECE = Duration.ofSeconds(5);

    private final SoakServer server;
    private final StandInsProcess standIns;
    private final SoakOptions options;
    private final SoakApi api;
    private final LogLines log;
    private final MailAccount account = new MailAccount(Events.lastVisitor() + 1);

    SoakPhase(SoakServer server, StandInsProcess standIns, SoakOptions options) {
        this.server = server;
        this.standIns = standIns;
        this.options = options;
        api = new SoakApi(server.port());
        log = new LogLines(server.log());
    }

    /** With edits, and outages of the mail server. */
    SoakResults.Steady steady() throws IOException, InterruptedException {
        Duration length = options.steady();
        SoakEdits edits = new SoakEdits(server.folder(), api::routeFile, options.edits(), length);
        SoakOutages outages =
                new SoakOutages(standIns::mailIsDown, account, options.outageEvery(), options.outageFor(), length);
        Ended ended = run(length, outages, List.of(edits, outages), false);
        List<String> failures = new ArrayList<>(edits.failures());
        failures.addAll(outages.failures());
        return new SoakResults.Steady(
                length.toSeconds(),
                ended.samples(),
                SoakResults.trends(ended.samples(), options.warmUp()),
                edits.count(),
                edits.millis(),
                outages.all(),
                ended.mails(),
                log.firstErrors(),
                failures);
    }

    /** With kills. */
    SoakResults.Killing killing() throws IOException, InterruptedException {
        SoakKills kills = new SoakKills(server, options.killEvery(), options.killing());
        Ended ended = run(options.killing(), null, List.of(kills), true);
        return new SoakResults.Killing(
                options.killing().toSeconds(), ended.samples(), kills.millis(), ended.mails(), log.firstErrors());
    }

    private record Ended(List<SoakSampler.Sample> samples, SoakMails mails) {}

    /** @param outages null where there are none */
    private Ended run(Duration length, SoakOutages outages, List<SoakTask> tasks, boolean kills)
            throws IOException, InterruptedException {
        standIns.reset();
        log.skip();
        SteadyLoad load = new SteadyLoad(server.port(), server.target(), options.rate(), PIECE, account);
        SoakSampler sampler =
                new SoakSampler(server, api, options, load, account, log, () -> outages != null && outages.isFelt());
        long begin = System.nanoTime();
        Duration now;
        do {
            Thread.sleep(TICK_MILLIS);
            now = Duration.ofNanos(System.nanoTime() - begin);
            account.arrived(standIns.take());
            load.check();
            server.check();
            for (SoakTask task : tasks) {
                task.tick(now);
            }
            sampler.tick(now);
        } while (now.compareTo(length) < 0);
        load.end();
        SoakMails.await(account, standIns, api, tasks, begin);
        log.read();
        return new Ended(sampler.samples(), SoakMails.of(account, load.postedAgain(), standIns.unknown(), api, kills));
    }
}
