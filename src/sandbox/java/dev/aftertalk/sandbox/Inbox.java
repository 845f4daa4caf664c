package dev.aftertalk.sandbox;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The newest mails the sandbox sent, in memory: with traffic on, an inbox without a bound would fill the heap. */
@Component
@SandboxOnly
class Inbox {

    private final int size;
    private final Deque<InboxMail> mails = new ArrayDeque<>();
    private long received;

    Inbox(SandboxSettings settings) {
        this.size = settings.inboxSize();
    }

    /** Takes in a mail and drops the oldest ones beyond the inbox's size. */
    void add(MimeMessage message, Collection<String> recipients) {
        byte[] raw = bytes(message);
        String messageId = header(message, "Message-ID");
        String from = header(message, "From");
        String subject = header(message, "Subject");
        String to = String.join(", ", recipients);
        synchronized (this) {
            String id = Long.toString(++received);
            mails.addFirst(new InboxMail(id, messageId, from, to, subject, Instant.now(), raw));
            while (mails.size() > size) {
                mails.removeLast();
            }
        }
    }

    /** All mails, the newest first. */
    synchronized List<InboxMail> newestFirst() {
        return List.copyOf(mails);
    }

    synchronized Optional<InboxMail> find(String id) {
        return mails.stream().filter(mail -> mail.id().equals(id)).findFirst();
    }

    synchronized int count() {
        return mails.size();
    }

    synchronized void empty() {
        mails.clear();
    }

    private static byte[] bytes(MimeMessage message) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            message.writeTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException("The mail can't be read back", e);
        }
    }

    /** A header as a person reads it; a mail with a header that breaks the rules is shown all the same. */
    private static String header(MimeMessage message, String name) {
        try {
            String value = message.getHeader(name, ", ");
            return value == null ? "" : decoded(MimeUtility.unfold(value));
        } catch (MessagingException e) {
            return "";
        }
    }

    static String decoded(String value) {
        try {
            return MimeUtility.decodeText(value);
        } catch (UnsupportedEncodingException e) {
            return value;
        }
    }
}
