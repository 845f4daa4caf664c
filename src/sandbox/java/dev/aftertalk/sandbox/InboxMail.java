package dev.aftertalk.sandbox;

import java.time.Instant;

/**
 * A mail as the SMTP server took it in.
 *
 * @param id its number in this inbox
 * @param to the recipients of the envelope: who would really have got it
 * @param raw the whole mail as it came, with the trace headers a receiving server puts in front
 */
record InboxMail(String id, String messageId, String from, String to, String subject, Instant receivedAt, byte[] raw) {}
