/**
 * What {@code routes/kamelets/email-sink.kamelet.yaml} needs and YAML can't say: templates that escape by default, the mail made of
 * rendered HTML, and SMTP over reused connections.
 */
package dev.aftertalk.mail;
