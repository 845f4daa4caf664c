/**
 * What {@code routes/kamelets/email-sink.kamelet.yaml} needs and YAML can't say: templates that escape by default, the mail made of
 * rendered HTML, and SMTP over reused connections.
 *
 * <p>May use {@code privacy}, {@code connectors.calls}, {@code secrets}, {@code settings}, {@code text}, {@code scheduling} and the ledger.
 */
package dev.aftertalk.connectors.mail;
