package dev.aftertalk.usecases.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.usecases.satisfaction.SatisfactionReport;
import java.util.List;
import java.util.Map;

/** The figures as the page's script draws them. */
final class Charts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Charts() {}

    static String json(SatisfactionReport report, DisplayFormat shown) {
        List<SatisfactionReport.Part> parts = report.trend();
        Map<String, Object> trend = Map.of(
                "labels",
                        parts.stream()
                                .map(part -> shown.part(part.from(), report.granularity()))
                                .toList(),
                "csat", parts.stream().map(SatisfactionReport.Part::csat).toArray(),
                "nps", parts.stream().map(SatisfactionReport.Part::nps).toArray(),
                "responses",
                        parts.stream().map(SatisfactionReport.Part::responses).toList());
        try {
            return JSON.writeValueAsString(Map.of(
                    "trend", trend,
                    "csat", distribution(report.csat().distribution()),
                    "nps", distribution(report.nps().distribution())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Figures can always be written as JSON", e);
        }
    }

    private static Map<String, Object> distribution(Map<Integer, Long> counts) {
        return Map.of("labels", counts.keySet(), "values", counts.values());
    }
}
