/**
 * Sends mails, for {@code routes/kamelets/email-sink.kamelet.yaml}: templates that escape by default, headers and parts of the mail made of
 * rendered HTML, how many an address gets, and SMTP over reused connections.
 *
 * <p>May use {@code privacy}, {@code diagnosis}, {@code connectors.calls}, {@code secrets}, {@code settings}, {@code text}, {@code scheduling} and the ledger.
 */
package dev.aftertalk.connectors.mail;
