package dev.aftertalk.usecases.promo;

import dev.aftertalk.ledger.waiting.WaitingRuns;
import dev.aftertalk.scheduling.RepeatedTask;
import dev.aftertalk.text.FileFault;
import dev.aftertalk.time.MachineClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks into the folders of the campaigns, loads new or changed files, and lets runs go on for which there are codes again. A file that was changed within the last {@code promo.poll} waits
 * for the next look: it may still be on its way here, and half a code is a code that no shop takes. So does one whose last line has no end, however
 * old it seems: the clock of a file server may be another.
 */
@Component
class CodeFolders extends RepeatedTask {

    private static final Logger LOG = LoggerFactory.getLogger(CodeFolders.class);

    private static final String FAILED = "can't be loaded now, and will be tried again: ";

    private final Campaigns campaigns;
    private final CodePool pool;
    private final WaitingRuns waiting;
    private final long poll;
    private final Map<String, Map<Path, CodeFileLook>> looks = new HashMap<>();
    private final Map<Path, String> complaints = new HashMap<>();

    CodeFolders(Campaigns campaigns, CodePool pool, WaitingRuns waiting, PromoSettings settings) {
        super("promo-folders", Duration.ZERO, settings.poll());
        this.campaigns = campaigns;
        this.pool = pool;
        this.waiting = waiting;
        this.poll = settings.poll().toMillis();
    }

    @Override
    public void start() {
        if (campaigns.all().stream().anyMatch(campaign -> campaign.folder() != null)) {
            super.start();
        }
    }

    @Override
    protected void run() {
        look();
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
                    complain(campaign, campaign.folder(), FAILED + FileFault.words(e));
                }
            }
        }
    }

    private void look(Campaign campaign) throws IOException {
        if (!Files.isDirectory(campaign.folder())) {
            complain(campaign, campaign.folder(), "is no folder; create it and put CSV files with codes into it");
            return;
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(campaign.folder())) {
            files = entries.sorted().toList();
        }
        for (Path file : files) {
            if (CodeFileLook.holdsCodes(file)) {
                load(campaign, file);
            } else if (CodeFileLook.maySeemTo(file)) {
                complain(campaign, file, "is not read: save it as \"CSV UTF-8\", with a name that ends with .csv");
            }
        }
        looks.getOrDefault(campaign.name(), Map.of()).keySet().retainAll(files);
        complaints.remove(campaign.folder());
    }

    /** One that can't be read keeps none of the others. */
    private void load(Campaign campaign, Path file) {
        try {
            Map<Path, CodeFileLook> known = looks.computeIfAbsent(campaign.name(), name -> new HashMap<>());
            CodeFileLook now = CodeFileLook.at(file);
            CodeFileLook before = known.get(file);
            boolean same = now.same(before);
            if (same && before.loaded()) {
                return;
            }
            if (same || now.isOlderThan(poll) && CodeFileLook.isWhole(file)) {
                new CodeFileLoader(pool, campaign, file, MachineClock.now()).load();
                now = now.done();
            }
            known.put(file, now);
            complaints.remove(file);
        } catch (IOException e) {
            complain(campaign, file, FAILED + FileFault.words(e));
        }
    }

    private void complain(Campaign campaign, Path about, String what) {
        if (!what.equals(complaints.put(about, what))) {
            LOG.warn("Campaign {}: {} {}", campaign.name(), about, what);
        }
    }
}
