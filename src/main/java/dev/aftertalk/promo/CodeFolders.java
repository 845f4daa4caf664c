package dev.aftertalk.promo;

import dev.aftertalk.ledger.WaitingRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks into the folders of the campaigns, loads new or changed files, and lets runs go on for which there are codes again. A file that was changed within the last {@code promo.poll} waits
 * for the next look: it may still be on its way here, and half a code is a code that no shop takes.
 */
@Component
class CodeFolders implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CodeFolders.class);

    private final Campaigns campaigns;
    private final CodePool pool;
    private final WaitingRuns waiting;
    private final long poll;
    private final Map<Path, Look> looks = new HashMap<>();
    private final Map<String, String> complaints = new HashMap<>();
    private ScheduledExecutorService thread;

    CodeFolders(Campaigns campaigns, CodePool pool, WaitingRuns waiting, PromoSettings settings) {
        this.campaigns = campaigns;
        this.pool = pool;
        this.waiting = waiting;
        this.poll = settings.poll().toMillis();
    }

    @Override
    public synchronized void start() {
        if (campaigns.all().stream().anyMatch(campaign -> campaign.folder() != null)) {
            thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread created = new Thread(task, "promo-folders");
                created.setDaemon(true);
                return created;
            });
            thread.scheduleWithFixedDelay(this::look, 0, poll, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    /** Looks into each folder once. */
    void look() {
        for (Campaign campaign : campaigns.all()) {
            if (campaign.folder() != null) {
                try {
                    look(campaign);
                    waiting.goOn(
                            campaign.emptiness(), pool.level(campaign.name()).free());
                } catch (IOException | RuntimeException e) {
                    complain(campaign, "can't be loaded now, and will be tried again: " + e);
                }
            }
        }
    }

    private void look(Campaign campaign) throws IOException {
        if (!Files.isDirectory(campaign.folder())) {
            complain(campaign, "is no folder; create it and put CSV files with codes into it");
            return;
        }
        for (Path file : files(campaign.folder())) {
            Look now = Look.at(file);
            Look before = looks.get(file);
            boolean settled = now.same(before) || System.currentTimeMillis() - now.modified() >= poll;
            if (now.same(before) && before.loaded() || !settled) {
                looks.putIfAbsent(file, now);
                looks.computeIfPresent(file, (path, known) -> known.same(now) ? known : now);
                continue;
            }
            new CodeFileLoader(pool, campaign, file, System.currentTimeMillis()).load();
            looks.put(file, new Look(now.size(), now.modified(), true));
        }
        complaints.remove(campaign.name());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith(".csv")
                            && !file.getFileName().toString().startsWith(".")
                            && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private void complain(Campaign campaign, String what) {
        if (!what.equals(complaints.put(campaign.name(), what))) {
            LOG.warn("Campaign {}: {} {}", campaign.name(), campaign.folder(), what);
        }
    }

    /** A file as it was when it was looked at. */
    private record Look(long size, long modified, boolean loaded) {

        static Look at(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Look(attributes.size(), attributes.lastModifiedTime().toMillis(), false);
        }

        boolean same(Look other) {
            return other != null && other.size == size && other.modified == modified;
        }
    }
}
