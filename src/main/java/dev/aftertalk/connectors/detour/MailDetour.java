package dev.aftertalk.connectors.detour;

import java.io.IOException;
import java.net.InetSocketAddress;

/** What happens on the way to the mail server and back. */
public interface MailDetour {

    /** Stands for no answer at all. */
    String SILENCE = "";

    /** Where a new connection goes instead; null for to the server itself. */
    InetSocketAddress instead();

    /**
     * Asked before a command is sent.
     *
     * @param verb such as {@code RCPT}, and {@code .} for the end of a message
     * @return the reply that the client gets without the server having been asked, or {@link #SILENCE}; null when the server is asked
     * @throws IOException when the connection breaks instead
     */
    String replyTo(String verb) throws IOException;

    /**
     * The server has taken a message.
     *
     * @param caller the run that sent it, see {@link Detours#caller}; null for none
     * @param mail tells the mails of a run apart, and stays the same when one is sent again
     * @return whether the connection breaks before the client hears of it
     */
    boolean taken(String caller, String mail);
}
