package dev.aftertalk.care.doctor;

import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Diagnosis.Level;
import dev.aftertalk.diagnosis.Examination;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.scheduling.Schedulers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has everything examined at once, each within a time limit, so that what hangs or fails keeps nothing else from being told. */
public final class Doctor {

    private final Duration limit;
    private final Clock clock;

    /**
     * @param limit how long each examination may take
     * @param clock which is compared with those of the other systems
     */
    public Doctor(Duration limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** An examination under way. */
    private record Visit(Examination examination, Told told, Future<?> work) {}

    /**
     * What is found, in the order of the examinations; the clock comes last.
     *
     * @param usage what the routes use
     */
    public List<Diagnosis> examine(List<Examination> examinations, Usage usage) {
        ExecutorService threads = Executors.newCachedThreadPool(Schedulers.threads("doctor"));
        long end = System.nanoTime() + limit.toNanos();
        try {
            List<Visit> visits = new ArrayList<>();
            for (Examination each : examinations) {
                Told told = new Told(clock);
                visits.add(new Visit(each, told, threads.submit(() -> {
                    each.examine(usage, told);
                    return null;
                })));
            }
            List<Diagnosis> found = new ArrayList<>();
            List<Told.Offset> offsets = new ArrayList<>();
            for (Visit visit : visits) {
                await(visit, end);
                List<Diagnosis> its = visit.told().close();
                found.addAll(its);
                found.addAll(untold(visit.examination(), its, usage));
                offsets.addAll(visit.told().offsets());
            }
            found.add(ClockJudgement.of(offsets));
            return found;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Of what an examination did not get to, since something before it has to be right first. */
    private static List<Diagnosis> untold(Examination examination, List<Diagnosis> told, Usage usage) {
        List<String> problems = told.stream()
                .filter(each -> each.level() == Level.PROBLEM)
                .map(Diagnosis::name)
                .toList();
        String first = problems.size() > 1
                ? "the problems with " + examination.name() + " have"
                : "the problem with " + (problems.isEmpty() ? examination.name() : problems.get(0)) + " has";
        return examination.further(usage).stream()
                .distinct()
                .filter(name -> told.stream().noneMatch(each -> each.name().equals(name)))
                .map(name -> Diagnosis.notChecked(name, "Not looked at: " + first + " to be solved first.", ""))
                .toList();
    }

    private void await(Visit visit, long end) {
        String name = visit.examination().name();
        try {
            visit.work().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            visit.told()
                    .tell(
                            Diagnosis.problem(
                                    name,
                                    "It gave no answer within " + limit.toSeconds() + " s.",
                                    "See that it is up and that this machine's calls to it are let through, not dropped, by the firewall."));
        } catch (ExecutionException e) {
            visit.told()
                    .tell(Diagnosis.problem(
                            name,
                            "It could not be examined: "
                                    + e.getCause().getClass().getSimpleName() + ".",
                            "Run doctor again with --logging.level.root=INFO, and report what it says."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
