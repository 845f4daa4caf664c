package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Erasable;
import dev.aftertalk.privacy.Erasable.Counted;
import dev.aftertalk.privacy.Kept;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.Person;
import dev.aftertalk.privacy.Search;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers and conversations: once they are nobody's they go on counting, under a name that means nothing. */
@Component
final class SatisfactionData implements KeptData {

    private static final int PAGE = 500;

    /** What knows a conversation by its id. */
    private static final List<String> COUNTED =
            List.of("conversation", "conversation_operator", "operator_answer", "satisfaction_answer");

    private static final String COMMENTS =
            """
            SELECT conversation_id, created_at, comment FROM satisfaction_answer
            WHERE question = 'satisfactionComment' AND score = 1 AND (created_at, conversation_id) > (?, ?)
            ORDER BY created_at, conversation_id LIMIT ?""";

    @Override
    public List<Ageing> ageing() {
        return List.of(
                new Ageing(
                        "comments",
                        Kept.COMMENTS,
                        (database, ages) -> new OldComments(database, ages.before(Kept.COMMENTS))),
                new Ageing(
                        "answers",
                        Kept.ANSWERS,
                        (database, ages) -> new OldAnswers(database, ages.before(Kept.ANSWERS))),
                new Ageing(
                        "conversations",
                        Kept.ANSWERS,
                        (database, ages) -> new OldConversations(database, ages.before(Kept.ANSWERS))));
    }

    @Override
    public boolean isStored(JdbcClient reads, String conversation) {
        return reads.sql(
                                """
                                SELECT (SELECT count(*) FROM conversation WHERE conversation_id = ?)
                                  + (SELECT count(*) FROM satisfaction_answer WHERE conversation_id = ?)""")
                        .params(conversation, conversation)
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Override
    public List<String> eraseConversation(JdbcClient ledger, String conversation) {
        String name = "erased-" + UUID.randomUUID();
        int changed = 0;
        for (String table : COUNTED) {
            changed += ledger.sql("UPDATE " + table + " SET conversation_id = ? WHERE conversation_id = ?")
                    .params(name, conversation)
                    .update();
        }
        if (changed > 0) {
            ledger.sql("UPDATE satisfaction_answer SET event_id = ? WHERE conversation_id = ?")
                    .params(name, name)
                    .update();
            empty(ledger, name);
        }
        return List.of();
    }

    /** Comments that name the person, whoever wrote them. Those in the person's own conversations are not counted. */
    @Override
    public List<Erasable> find(Search search) {
        Set<String> conversations = comments(search.reads(), search.person());
        int others = (int) conversations.stream()
                .filter(conversation -> !search.person().hasConversation(conversation))
                .count();
        return List.of(Erasable.first(
                Counted.COMMENTS,
                others,
                ledger -> conversations.forEach(conversation -> empty(ledger, conversation))));
    }

    private record Comment(String conversation, long at, String text) {}

    private static Set<String> comments(JdbcClient reads, Person person) {
        Set<String> conversations = new HashSet<>();
        Comment last = new Comment("", Long.MIN_VALUE, null);
        while (last != null) {
            List<Comment> page = reads.sql(COMMENTS)
                    .params(last.at, last.conversation, PAGE)
                    .query((row, n) -> new Comment(row.getString(1), row.getLong(2), row.getString(3)))
                    .list();
            page.stream().filter(c -> person.isIn(c.text)).forEach(c -> conversations.add(c.conversation));
            last = page.isEmpty() ? null : page.get(page.size() - 1);
        }
        return conversations;
    }

    /** A comment without its text is still counted. */
    private static void empty(JdbcClient ledger, String conversation) {
        ledger.sql("UPDATE satisfaction_answer SET comment = '' WHERE conversation_id = ? AND comment IS NOT NULL")
                .param(conversation)
                .update();
        ChangeCounter.countKeeping(ledger);
    }
}
