package dev.aftertalk.usecases.unsubscribe;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.usecases.links.SealedLinks;
import dev.aftertalk.usecases.links.UnusableLinkException;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The links that end a subscription. They never expire: a mail may be read years later. */
@Component
class UnsubscribeLinks {

    private static final String PURPOSE = "unsubscribe";

    private final SealedLinks links;

    UnsubscribeLinks(SealedLinks links) {
        this.links = links;
    }

    /** @throws PermanentException when nobody has said where visitors reach this server */
    String make(Subscriber subscriber) {
        Map<String, String> content = Map.of("list", subscriber.list(), "address", subscriber.mailbox());
        try {
            return links.make(PURPOSE, content, null);
        } catch (IllegalStateException e) {
            throw new PermanentException("no e-mail of the list " + subscriber.list() + ": " + e.getMessage(), e);
        }
    }

    /** @throws UnusableLinkException when the token is not the end of a link made here */
    Subscriber open(String token) {
        Map<String, String> content = links.open(PURPOSE, token);
        return Subscriber.of(content.get("list"), content.get("address"));
    }
}
