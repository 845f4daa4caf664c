package dev.aftertalk.usecases.survey;

import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.rehearsal.Rehearsal;
import dev.aftertalk.rehearsal.StandIns;
import dev.aftertalk.usecases.links.SealedLinks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The survey in a rehearsal: its link is made, and nobody counts as asked. */
@Component
class RehearsedSurvey implements StandIns {

    private final JdbcClient database;
    private final SurveySettings settings;
    private final SealedLinks links;

    RehearsedSurvey(JdbcClient database, SurveySettings settings, SealedLinks links) {
        this.database = database;
        this.settings = settings;
        this.links = links;
    }

    @Override
    public Map<String, Object> of(Rehearsal rehearsal) {
        return Map.of("survey", new SameLink(settings, links, new NotNoted(database), rehearsal));
    }

    /** Each would be another. Public, so that Camel finds its method. */
    public static final class SameLink extends Survey {

        private final Rehearsal rehearsal;

        SameLink(SurveySettings settings, SealedLinks links, AskedConversations asked, Rehearsal rehearsal) {
            super(settings, links, asked);
            this.rehearsal = rehearsal;
        }

        @Override
        public Map<String, Object> link(Exchange exchange) {
            Map<String, Object> link = new LinkedHashMap<>(rehearsal.same(
                    "survey " + exchange.getProperty(LedgerConstants.EVENT_ID), () -> super.link(exchange)));
            if (link.containsKey(
                    "expiresAt")) { // our own, by which whoever reads the mail could answer for the visitor
                link.computeIfPresent("url", (name, url) -> Rehearsal.dead(url.toString()));
            }
            return link;
        }
    }

    private static final class NotNoted extends AskedConversations {

        private final JdbcClient database;

        NotNoted(JdbcClient database) {
            super(null);
            this.database = database;
        }

        @Override
        boolean claim(String conversation, String eventId) {
            return database.sql("SELECT event_id FROM survey WHERE conversation_id = ?")
                    .param(conversation)
                    .query(String.class)
                    .optional()
                    .map(eventId::equals)
                    .orElse(true);
        }
    }
}
