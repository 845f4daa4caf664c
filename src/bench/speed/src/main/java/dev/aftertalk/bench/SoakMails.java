package dev.aftertalk.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What became of the events of a phase.
 *
 * @param postedAgain how often one had to be posted once more, since nobody acknowledged it
 * @param lost those that were acknowledged and have no mail
 * @param doubled mails too many
 * @param sentOnceMore mails too many of which the server says so in the ledger: it was killed after it had handed them over and before it knew
 *     that they were taken, and then sends them once more, with the same Message-ID
 * @param strange mails that were for nobody, or said something else
 * @param notes what the ledger says about some that were lost or doubled
 */
record SoakMails(
        long acknowledged,
        long postedAgain,
        long lost,
        long doubled,
        long sentOnceMore,
        long strange,
        List<String> notes) {

    /** Longer than a workflow waits at most until it tries again what failed: 5 minutes and a quarter of that. */
    private static final Duration PATIENCE = Duration.ofMinutes(7);

    /** Longer than what the server says is on the way may be old. */
    private static final Duration QUIET = Duration.ofSeconds(15);

    private static final int MOST_NOTES = 20;

    /**
     * Waits until each event has its mail and the server has nothing more to do, which may send one again; or until none has come for seven
     * minutes.
     *
     * @param meanwhile what still looks what became of what it began
     * @param begin of the phase, as {@link System#nanoTime} has it
     */
    static void await(MailAccount account, StandInsProcess standIns, SoakApi api, List<SoakTask> meanwhile, long begin)
            throws IOException, InterruptedException {
        long last = System.nanoTime();
        boolean over = false;
        while (!over) {
            Thread.sleep(500);
            Map<Long, Integer> mails = standIns.take();
            account.arrived(mails);
            for (SoakTask task : meanwhile) {
                task.tick(Duration.ofNanos(System.nanoTime() - begin));
            }
            long now = System.nanoTime();
            last = mails.isEmpty() ? last : now;
            over = now - last > PATIENCE.toNanos()
                    || now - last > QUIET.toNanos() && account.awaited().isEmpty() && api.hasNothingToDo();
        }
    }

    /**
     * Once all mails are there that ever come.
     *
     * @param killed whether the server was killed meanwhile: only then may a mail have been sent once more
     */
    static SoakMails of(MailAccount account, long postedAgain, long unknown, SoakApi api, boolean killed)
            throws InterruptedException {
        List<String> notes = new ArrayList<>();
        long doubled = 0;
        long sentOnceMore = 0;
        for (Map.Entry<Long, Integer> mails : account.tooMany().entrySet()) {
            SoakApi.MailRun run = api.mailRun(mails.getKey());
            if (killed && mails.getValue() == 1 && run.isSentOnceMore()) {
                sentOnceMore++;
            } else {
                doubled += mails.getValue();
            }
            note(notes, mails.getValue() + " too many", mails.getKey(), run);
        }
        for (long visitor : account.awaited()) {
            if (notes.size() < MOST_NOTES) {
                note(notes, "lost", visitor, api.mailRun(visitor));
            }
        }
        return new SoakMails(
                account.acknowledged(),
                postedAgain,
                account.awaited().size(),
                doubled,
                sentOnceMore,
                account.strange() + unknown,
                List.copyOf(notes));
    }

    private static void note(List<String> notes, String what, long visitor, SoakApi.MailRun run) {
        if (notes.size() < MOST_NOTES) {
            notes.add(what + ", event " + Events.eventId(visitor) + ": " + run);
        }
    }

    boolean isRight() {
        return lost == 0 && doubled == 0 && strange == 0;
    }
}
