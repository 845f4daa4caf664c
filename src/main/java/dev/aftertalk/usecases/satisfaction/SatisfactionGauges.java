package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.metrics.StoredFigures;
import dev.aftertalk.time.MachineClock;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What visitors answered since midnight, and how many conversations are going on. A score nobody answered for is not shown. */
@Component
class SatisfactionGauges implements StoredFigures {

    private final SatisfactionFigures figures;
    private final SatisfactionSettings settings;

    SatisfactionGauges(SatisfactionFigures figures, SatisfactionSettings settings) {
        this.figures = figures;
        this.settings = settings;
    }

    @Override
    public List<Figure> read() {
        Instant now = MachineClock.get().instant();
        ZonedDateTime today = now.atZone(settings.zone()).truncatedTo(ChronoUnit.DAYS);
        AnswerCounts answers =
                figures.answers(List.of(today, today.plusDays(1)), Filter.NONE).get(0);
        SatisfactionReport.Csat csat = answers.csat();
        SatisfactionReport.Nps nps = answers.nps();
        List<Figure> shown = new ArrayList<>();
        shown.add(figure("aftertalk.csat.responses", "Ratings of conversations since midnight", csat.responses()));
        shown.add(figure("aftertalk.nps.responses", "Answers to the NPS question since midnight", nps.responses()));
        if (csat.responses() > 0) {
            double satisfied = csat.distribution().get(4) + csat.distribution().get(5);
            shown.add(figure(
                    "aftertalk.csat.ratio", "Share of 4 and 5 among today's ratings", satisfied / csat.responses()));
        }
        if (nps.responses() > 0) {
            double balance = nps.promoters() - nps.detractors();
            shown.add(figure(
                    "aftertalk.nps.ratio",
                    "Net promoter score of today, from -1 to 1: share of promoters minus share of detractors",
                    balance / nps.responses()));
        }
        shown.add(figure(
                "aftertalk.live.conversations", "Conversations that are going on", figures.live(now, Filter.NONE)));
        return shown;
    }

    private static Figure figure(String name, String description, double value) {
        return new Figure(name, description, Tags.empty(), value);
    }
}
