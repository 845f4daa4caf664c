package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.web.ApiAnswers;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The satisfaction figures as JSON, for other tools. */
@RestController
class SatisfactionController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The figures can't be read");
    private static final List<String> WHICH = List.of("from", "to", "project", "channel", "operator");
    private static final int DEFAULT_COMMENTS = 20;
    private static final int MOST_COMMENTS = 200;

    private final SatisfactionReports reports;
    private final CommentAccess access;

    SatisfactionController(SatisfactionReports reports, CommentAccess access) {
        this.reports = reports;
        this.access = access;
    }

    @GetMapping("/api/satisfaction")
    ResponseEntity<SatisfactionReport> satisfaction(@RequestParam MultiValueMap<String, String> parameters) {
        return answer(parameters, "granularity", asked -> reports.report(period(asked), filter(asked)));
    }

    @GetMapping("/api/satisfaction/breakdown")
    ResponseEntity<Breakdown> breakdown(@RequestParam MultiValueMap<String, String> parameters) {
        return answer(
                parameters,
                "by",
                asked -> reports.breakdown(Dimension.of(asked.get("by")), period(asked), filter(asked)));
    }

    @GetMapping("/api/satisfaction/comments")
    ResponseEntity<List<Comment>> comments(Principal who, @RequestParam MultiValueMap<String, String> parameters) {
        if (!access.allows(who)) {
            throw new ResponseStatusException(
                    HttpStatus.FORBIDDEN,
                    "Comments are for operators, and for tokens with the scopes read and operate, unless dashboard.comments-for-viewers=true.");
        }
        return answer(
                parameters,
                "limit",
                asked -> reports.comments(period(asked), filter(asked), limit(asked.get("limit"))));
    }

    private static <T> ResponseEntity<T> answer(
            MultiValueMap<String, String> parameters, String more, Function<Map<String, String>, T> work) {
        return ANSWERS.ok(() -> work.apply(single(parameters, more)));
    }

    private Period period(Map<String, String> asked) {
        return reports.period(asked.get("from"), asked.get("to"), asked.get("granularity"));
    }

    private static Filter filter(Map<String, String> asked) {
        return Filter.of(asked.get("project"), asked.get("channel"), asked.get("operator"));
    }

    private static int limit(String limit) {
        if (limit == null) {
            return DEFAULT_COMMENTS;
        }
        int number = limit.strip().matches("\\d{1,4}") ? Integer.parseInt(limit.strip()) : 0;
        if (number < 1 || number > MOST_COMMENTS) {
            throw new IllegalArgumentException("limit must be a number from 1 to " + MOST_COMMENTS + ".");
        }
        return number;
    }

    /** An empty parameter is as good as none; one that is not known is a slip of the pen, and would give figures nobody asked for. */
    private static Map<String, String> single(MultiValueMap<String, String> parameters, String more) {
        List<String> known = new ArrayList<>(WHICH);
        known.add(more);
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("There are the parameters " + String.join(", ", WHICH) + " and "
                        + more + ": leave out any other.");
            }
            if (parameters.get(name).size() > 1) {
                throw new IllegalArgumentException("Give " + name + " once.");
            }
        }
        Map<String, String> single = new HashMap<>(parameters.toSingleValueMap());
        single.values().removeIf(value -> value == null || value.isBlank());
        return single;
    }
}
