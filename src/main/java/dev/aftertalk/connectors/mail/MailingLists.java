package dev.aftertalk.connectors.mail;

import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.text.MailAddress;

/** Who has unsubscribed from which mails: what is asked before one is sent, or something given away with it. */
public interface MailingLists {

    /**
     * Whether nothing of a list may go to an address.
     *
     * @param list name of the list
     * @param address one e-mail address
     * @throws dev.aftertalk.ledger.RetryableException when the database can't tell
     */
    boolean ended(String list, String address);

    /**
     * The link by which the recipient of a mail unsubscribes from its list; empty when that has happened, and the mail must not be sent.
     *
     * @param list name of the list
     * @param address one e-mail address
     * @throws dev.aftertalk.ledger.RetryableException when the database can't tell
     * @throws dev.aftertalk.ledger.PermanentException when aftertalk.public-url is not set
     */
    String link(String list, String address);

    /**
     * A permit that is refused when its recipient has unsubscribed from the list, or from all mails.
     *
     * @param list name of the list; empty for a mail that is of none
     * @param mailbox as {@link MailAddress#mailbox} gives it
     * @param next what is asked when he has not; null for nothing
     */
    IntentPermit permit(String list, String mailbox, IntentPermit next);
}
