package dev.aftertalk.subscription;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** What the kamelets ask before something of a list is sent or given; as a step of its own, not in an expression. */
@Component("subscriptions")
public class Subscriptions {

    private final SuppressionList unsubscribed;
    private final UnsubscribeLinks links;

    Subscriptions(SuppressionList unsubscribed, UnsubscribeLinks links) {
        this.unsubscribed = unsubscribed;
        this.links = links;
    }

    /**
     * Whether nothing of a list may go to an address.
     *
     * @param list name of the list
     * @param address one e-mail address
     * @throws RetryableException when the database can't tell
     */
    public boolean ended(String list, String address) {
        Subscriber subscriber = Subscriber.of(list, address);
        return attempt(() -> unsubscribed.standing(subscriber) != Standing.SUBSCRIBED);
    }

    /**
     * Whether no mail at all may go to an address, one that is of no list included.
     *
     * @param address one e-mail address
     * @throws RetryableException when the database can't tell
     */
    public boolean endedAll(String address) {
        Subscriber subscriber = Subscriber.of(Subscriber.NO_LIST, address);
        return attempt(() -> unsubscribed.standing(subscriber) == Standing.UNSUBSCRIBED_FROM_ALL);
    }

    /**
     * The link by which the recipient of a mail unsubscribes from its list; empty when that has happened, and the mail must not be sent.
     *
     * @param list name of the list
     * @param address one e-mail address
     * @throws RetryableException when the database can't tell
     * @throws PermanentException when aftertalk.public-url is not set
     */
    public String link(String list, String address) {
        Subscriber subscriber = Subscriber.of(list, address);
        return attempt(() -> unsubscribed.standing(subscriber) == Standing.SUBSCRIBED ? links.make(subscriber) : "");
    }

    private static <T> T attempt(Supplier<T> question) {
        try {
            return question.get();
        } catch (DataAccessException e) {
            throw new RetryableException("The database can't tell whether the recipient has unsubscribed.", e);
        }
    }
}
