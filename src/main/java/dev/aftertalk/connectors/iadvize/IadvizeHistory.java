package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.ledger.PermanentException;
import java.time.Instant;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/** What was at iAdvize while nobody listened: its lists of closed conversations and of survey answers, page by page. */
@Component
public class IadvizeHistory {

    private final IadvizeSettings settings;
    private final ConversationSchema schema;
    private final DirectCall call;

    IadvizeHistory(IadvizeSettings settings, ConversationSchema schema, CamelContext camel) {
        this.settings = settings;
        this.schema = schema;
        this.call = new DirectCall(() -> IadvizeApis.of(camel).graphql(), "iAdvize GraphQL", "application/json");
    }

    /** Whether there is a user for GraphQL, the one API that has these lists. */
    public boolean configured() {
        return settings.graphql().configured();
    }

    /** The platform that events name. */
    public String platform() {
        return settings.graphql().url().contains("platform=sd") ? "sd" : "ha";
    }

    /** Why closed conversations can't be listed, or null when they can. */
    public String withoutConversations(List<Long> projects) {
        return query(HistoryQuery.CLOSED, projects).unsupported();
    }

    /**
     * A page of the conversations that are closed. iAdvize does not document whether its interval is about the opening or the closing.
     *
     * @param projects none for all
     * @param after the cursor of the page before, or null
     * @throws PermanentException when the schema has no such list, saying what it lacks
     */
    public HistoryPage conversations(Instant from, Instant to, List<Long> projects, String after) {
        return page(HistoryQuery.CLOSED, from, to, projects, after);
    }

    /** A page of the answers to surveys, as {@link #conversations}. */
    public HistoryPage answers(Instant from, Instant to, List<Long> projects, String after) {
        return page(HistoryQuery.ANSWERS, from, to, projects, after);
    }

    private HistoryPage page(String list, Instant from, Instant to, List<Long> projects, String after) {
        ConversationSchema.Held known = schema.current();
        HistoryQuery query = query(known, list, projects);
        if (query.unsupported() != null) {
            throw new PermanentException(query.unsupported());
        }
        try {
            Message answer = call.post(query.request(from, to, projects, after));
            JsonNode json = checked(answer, list);
            HistoryPage page = HistoryReader.page(json.path("data").path(list), list.equals(HistoryQuery.ANSWERS));
            checkWhole(page, json.path("errors"), list);
            if (!query.paged() && page.next() != null) {
                throw new PermanentException("iAdvize's " + list + " goes on, but its schema has no argument after");
            }
            return page;
        } catch (PermanentException e) {
            schema.refused(known);
            throw e;
        }
    }

    private HistoryQuery query(String list, List<Long> projects) {
        return query(schema.current(), list, projects);
    }

    private static HistoryQuery query(ConversationSchema.Held known, String list, List<Long> projects) {
        return known.fields() == null
                ? HistoryQuery.documented(list)
                : HistoryQuery.of(known.fields(), list, !projects.isEmpty());
    }

    /**
     * An entry that lacks a part is used as far as it goes; where iAdvize may have failed for a moment only, what can't be used is asked for
     * again.
     */
    private void checkWhole(HistoryPage page, JsonNode errors, String list) {
        for (JsonNode error : errors) {
            if (page.unusable() > 0 && GraphqlFaults.ofServer(error)) {
                throw GraphqlFaults.of(error);
            }
        }
        if (!errors.isEmpty()) {
            schema.note("iAdvize GraphQL left out parts of " + list + ": " + GraphqlFaults.said(errors));
        }
    }

    /** A list with entries missing is none: it could not be said that nothing is missing. One with parts of entries missing is whole. */
    private static JsonNode checked(Message answer, String list) {
        JsonNode json = JsonAnswers.read(answer);
        JsonNode errors = json == null ? MissingNode.getInstance() : json.path("errors");
        boolean refused = errors.path(0).isObject();
        if (HttpFaults.status(answer) != 400 || !refused) {
            GraphqlFaults.HTTP.check(answer, JsonAnswers.text(errors.path(0), "message"));
        }
        if (json == null) {
            throw GraphqlFaults.HTTP.notJson(answer);
        }
        if (json.hasNonNull("error")) { // the form in which iAdvize refuses a token
            throw GraphqlFaults.refusedToken();
        }
        boolean there = json.path("data").path(list).path("edges").isArray();
        for (JsonNode error : errors) {
            if (!there || !GraphqlFaults.ofEntry(error, list)) {
                throw GraphqlFaults.of(error);
            }
        }
        if (!there) {
            throw new PermanentException("iAdvize GraphQL answered without the list it was asked for");
        }
        return json;
    }
}
