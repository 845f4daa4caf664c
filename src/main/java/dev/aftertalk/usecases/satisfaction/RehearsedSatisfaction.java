package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.rehearsal.Rehearsal;
import dev.aftertalk.rehearsal.StandIns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Satisfaction in a rehearsal: what was answered is read, and what an event answers is not stored. */
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
                "satisfaction", new Satisfaction(store, settings), "liveConversations", new LiveConversations(store));
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
