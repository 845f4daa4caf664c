package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.rehearsal.Action;
import dev.aftertalk.rehearsal.Rehearsal;
import dev.aftertalk.rehearsal.StandIns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Satisfaction in a rehearsal: what was answered is read, and what an event would add to the figures is told. */
@Component
class RehearsedSatisfaction implements StandIns {

    private final JdbcClient database;
    private final SatisfactionSettings settings;

    RehearsedSatisfaction(JdbcClient database, SatisfactionSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    @Override
    public Map<String, Object> of(Rehearsal rehearsal) {
        SatisfactionStore store = new Unstored(database);
        return Map.of(
                "satisfaction",
                new ToldAnswers(store, settings, rehearsal),
                "liveConversations",
                new ToldProgress(store, rehearsal));
    }

    /** Public, so that Camel finds its methods. */
    public static final class ToldAnswers extends Satisfaction {

        private final Rehearsal rehearsal;

        ToldAnswers(SatisfactionStore store, SatisfactionSettings settings, Rehearsal rehearsal) {
            super(store, settings);
            this.rehearsal = rehearsal;
        }

        @Override
        void stored(Exchange exchange, Answers answers, Progress found) {
            Map<String, Object> details = new LinkedHashMap<>();
            answers.answers()
                    .forEach(answer -> details.put(
                            answer.question().field(), answer.question().value(answer.score(), answer.comment())));
            if (found != null) {
                details.putAll(told(found));
            }
            rehearsal.record(exchange, Action.of("Figures: keep the answer", details));
        }
    }

    /** Public, so that Camel finds its method. */
    public static final class ToldProgress extends LiveConversations {

        private final Rehearsal rehearsal;

        ToldProgress(SatisfactionStore store, Rehearsal rehearsal) {
            super(store);
            this.rehearsal = rehearsal;
        }

        @Override
        public void record(Exchange exchange) {
            super.record(exchange);
            Progress progress = Progress.ofEvent(exchange);
            String what = progress.closedAt() == null ? "has begun" : "has ended";
            rehearsal.record(exchange, Action.of("Figures: the conversation " + what, told(progress)));
        }
    }

    private static Map<String, Object> told(Progress progress) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("project", progress.projectId());
        details.put("channel", progress.channel());
        details.put("operators", progress.operators().isEmpty() ? null : String.join(", ", progress.operators()));
        return details;
    }

    private static final class Unstored extends SatisfactionStore {

        private final Map<String, Answers> told = new ConcurrentHashMap<>();

        Unstored(JdbcClient database) {
            super(database, null);
        }

        @Override
        void store(Answers answers) {
            told.put(answers.conversationId(), answers);
        }

        @Override
        void store(Progress progress) {}

        @Override
        void store(Progress found, List<Name> names) {}

        /** An event that was never stored, such as a sample, counts as if it had been. */
        @Override
        List<StoredAnswer> answersOf(String conversationId) {
            List<StoredAnswer> all = new ArrayList<>(super.answersOf(conversationId));
            Answers own = told.get(conversationId);
            if (own != null) {
                own.answers().stream()
                        .filter(answer -> all.stream().noneMatch(known -> known.question() == answer.question()))
                        .map(answer -> new StoredAnswer(
                                answer.question(), answer.score(), answer.comment(), own.source(), own.eventId()))
                        .forEach(all::add);
            }
            return all;
        }
    }
}
