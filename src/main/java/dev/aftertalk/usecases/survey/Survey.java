package dev.aftertalk.usecases.survey;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.time.MachineClock;
import dev.aftertalk.usecases.links.SealedLinks;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;
import org.springframework.web.util.DefaultUriBuilderFactory;

/** Makes the link in a survey mail, for {@code kamelet:survey-link-action}. */
@Component("survey")
public class Survey {

    private final SurveySettings settings;
    private final SealedLinks links;
    private final AskedConversations asked;

    Survey(SurveySettings settings, SealedLinks links, AskedConversations asked) {
        this.settings = settings;
        this.links = links;
        this.asked = asked;
    }

    /**
     * The link for the conversation that the event in the body is about: {@code url}, and {@code expiresAt} (2026-12-06T10:15:30Z) when it
     * leads to our own page; and {@code askedBefore}, true when another event has had a link made for the same conversation.
     *
     * @throws PermanentException when the event names no conversation
     */
    public Map<String, Object> link(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof Map<?, ?> event)) {
            throw new PermanentException(
                    "The message body is not an event (a Map): put the event back before this step.");
        }
        Invitation invitation = Invitation.of(event);
        Map<String, Object> link = new LinkedHashMap<>();
        if (settings.url().isEmpty()) {
            Instant expires =
                    MachineClock.get().instant().plus(settings.validFor()).truncatedTo(ChronoUnit.SECONDS);
            link.put("url", links.make(Invitation.PURPOSE, invitation.content(), expires));
            link.put("expiresAt", expires.toString());
        } else {
            link.put("url", otherTool(event));
        }
        link.put("askedBefore", !asked.claim(invitation.conversationId(), String.valueOf(event.get("eventId"))));
        return link;
    }

    /** Each value is encoded, so that none changes where the link leads. */
    private String otherTool(Map<?, ?> event) {
        Map<String, Object> values = new LinkedHashMap<>();
        SurveySettings.FIELDS.forEach(field -> {
            Object value = event.get(field);
            values.put(field, value == null ? "" : value.toString());
        });
        DefaultUriBuilderFactory links = new DefaultUriBuilderFactory();
        links.setEncodingMode(DefaultUriBuilderFactory.EncodingMode.VALUES_ONLY);
        return links.expand(settings.url(), values).toString();
    }
}
