package dev.aftertalk.usecases.unsubscribe;

import dev.aftertalk.connectors.mail.MailingLists;
import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.ledger.RetryableException;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Who has unsubscribed, and the links by which one does. */
@Component("subscriptions")
public class Subscriptions implements MailingLists {

    private final SuppressionList unsubscribed;
    private final UnsubscribeLinks links;

    Subscriptions(SuppressionList unsubscribed, UnsubscribeLinks links) {
        this.unsubscribed = unsubscribed;
        this.links = links;
    }

    @Override
    public boolean ended(String list, String address) {
        Subscriber subscriber = Subscriber.of(list, address);
        return attempt(() -> unsubscribed.standing(subscriber) != SubscriptionStatus.SUBSCRIBED);
    }

    @Override
    public String link(String list, String address) {
        Subscriber subscriber = Subscriber.of(list, address);
        return attempt(
                () -> unsubscribed.standing(subscriber) == SubscriptionStatus.SUBSCRIBED ? links.make(subscriber) : "");
    }

    @Override
    public IntentPermit permit(String list, String mailbox, IntentPermit next) {
        return unsubscribed.permit(new Subscriber(list.isEmpty() ? Subscriber.NO_LIST : list, mailbox), next);
    }

    private static <T> T attempt(Supplier<T> question) {
        try {
            return question.get();
        } catch (DataAccessException e) {
            throw new RetryableException("The database can't tell whether the recipient has unsubscribed.", e);
        }
    }
}
