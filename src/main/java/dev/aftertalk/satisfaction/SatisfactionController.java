package dev.aftertalk.satisfaction;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The satisfaction figures as JSON, for the dashboard and for other tools. */
@RestController
class SatisfactionController {

    private static final Logger LOG = LoggerFactory.getLogger(SatisfactionController.class);
    private static final Set<String> PARAMETERS = Set.of("from", "to", "project", "granularity");

    private final SatisfactionFigures figures;
    private final SatisfactionSettings settings;

    SatisfactionController(SatisfactionFigures figures, SatisfactionSettings settings) {
        this.figures = figures;
        this.settings = settings;
    }

    @GetMapping("/api/satisfaction")
    ResponseEntity<SatisfactionReport> satisfaction(@RequestParam MultiValueMap<String, String> parameters) {
        try {
            Map<String, String> asked = single(parameters);
            Instant now = Instant.now();
            Period period =
                    Period.of(asked.get("from"), asked.get("to"), asked.get("granularity"), settings.zone(), now);
            SatisfactionReport report = report(period, period.cuts(), project(asked.get("project")), now);
            return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(report);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage());
        } catch (DataAccessException e) {
            LOG.error("The satisfaction figures can't be read from the database", e);
            throw new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "The figures can't be read now: try again in a few seconds.");
        }
    }

    private SatisfactionReport report(Period period, List<ZonedDateTime> cuts, Long project, Instant now) {
        List<AnswerCounts> parts = figures.answers(cuts, project);
        AnswerCounts all = new AnswerCounts();
        parts.forEach(all::addAll);
        SatisfactionFigures.Closed closed = figures.closed(period.from(), period.to(), project);
        return new SatisfactionReport(
                period.from().toOffsetDateTime(),
                period.to().toOffsetDateTime(),
                settings.zone().getId(),
                project,
                period.granularity().toString(),
                all.csat(),
                all.nps(),
                all.customQuestion(),
                all.comments(),
                new SatisfactionReport.Conversations(closed.all(), figures.live(now, project)),
                AnswerCounts.percentage(closed.rated(), closed.all()),
                trend(cuts, parts));
    }

    private static List<SatisfactionReport.Part> trend(List<ZonedDateTime> cuts, List<AnswerCounts> parts) {
        List<SatisfactionReport.Part> trend = new ArrayList<>();
        for (int n = 0; n < parts.size(); n++) {
            SatisfactionReport.Csat csat = parts.get(n).csat();
            trend.add(new SatisfactionReport.Part(
                    cuts.get(n).toOffsetDateTime(),
                    cuts.get(n + 1).toOffsetDateTime(),
                    csat.score(),
                    parts.get(n).nps().score(),
                    csat.responses()));
        }
        return trend;
    }

    /** An empty parameter is as good as none; one that is not known is a slip of the pen, and would give figures nobody asked for. */
    private static Map<String, String> single(MultiValueMap<String, String> parameters) {
        for (String name : parameters.keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw new IllegalArgumentException(
                        "There are the parameters from, to, project and granularity: leave out any other.");
            }
            if (parameters.get(name).size() > 1) {
                throw new IllegalArgumentException("Give " + name + " once.");
            }
        }
        Map<String, String> single = new HashMap<>(parameters.toSingleValueMap());
        single.values().removeIf(value -> value == null || value.isBlank());
        return single;
    }

    private static Long project(String project) {
        if (project == null) {
            return null;
        }
        if (!project.strip().matches("\\d{1,18}")) {
            throw new IllegalArgumentException("project must be the number of an iAdvize project, such as 1549.");
        }
        return Long.valueOf(project.strip());
    }
}
