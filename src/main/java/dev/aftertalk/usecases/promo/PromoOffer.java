package dev.aftertalk.usecases.promo;

import dev.aftertalk.connectors.mail.MailingLists;
import dev.aftertalk.text.MailAddress;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A code for whom a mail with it can be sent to, so that none is wasted; for {@code promo-code-action.kamelet.yaml}. */
@Component("promoOffer")
public class PromoOffer {

    private final PromoCodes codes;
    private final MailingLists lists;

    PromoOffer(PromoCodes codes, MailingLists lists) {
        this.codes = codes;
        this.lists = lists;
    }

    /**
     * The visitor's code, as {@link PromoCodes#allocate} answers it.
     *
     * @param campaign name of the campaign
     * @param list name of the list the mail belongs to; empty for none
     * @param visitor the normalised visitor; null when unknown
     * @param eventId id of the event that asks
     * @throws dev.aftertalk.ledger.RetryableException when the database is away
     */
    public Map<String, Object> make(String campaign, String list, Map<String, Object> visitor, String eventId) {
        Object email = visitor == null ? null : visitor.get("email");
        String address = email == null ? null : email.toString();
        if (MailAddress.ascii(address) == null) {
            return PromoCodes.refusal("the visitor has no usable e-mail address");
        }
        if (!list.isEmpty() && lists.ended(list, address)) {
            return PromoCodes.refusal("the visitor has unsubscribed from " + list);
        }
        return codes.allocate(campaign, visitor, eventId);
    }
}
