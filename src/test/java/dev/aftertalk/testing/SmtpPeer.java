package dev.aftertalk.testing;

import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.test.context.DynamicPropertyRegistry;

/** An SMTP server that keeps each mail the moment it takes it. */
public final class SmtpPeer extends SmtpServer {

    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private volatile Predicate<String> refuses = recipient -> false;
    private volatile Predicate<String> leavesInDoubt = recipient -> false;
    private volatile Consumer<Mail> keeper = mails::add;

    public SmtpPeer() throws IOException {
        super(FreePort.next(), null, false);
        start();
    }

    /** Settings of a server whose mails end here. */
    public void settings(DynamicPropertyRegistry settings) {
        settings.add("mail.host", () -> "127.0.0.1");
        settings.add("mail.port", this::port);
        settings.add("mail.security", () -> "none");
        settings.add("mail.from", () -> "thanks@shop.test");
    }

    /** From now on refuses every recipient for good, or takes them again. */
    public void refuse(boolean refuse) {
        refuseTo(recipient -> refuse);
    }

    /** From now on refuses these recipients for good, and takes all others. */
    public void refuseTo(Predicate<String> recipients) {
        refuses = recipients;
    }

    /** From now on takes mails to these recipients and hangs up without saying so. */
    public void leaveInDoubt(Predicate<String> recipients) {
        leavesInDoubt = recipients;
    }

    /** From now on gives each mail away the moment it takes it, for tests of more mails than fit into the memory. */
    public void handTo(Consumer<Mail> taker) {
        keeper = taker;
    }

    /** What was taken, oldest first. */
    public List<Mail> received() {
        return mails;
    }

    public List<MimeMessage> receivedBy(String address) {
        return mails.stream()
                .filter(m -> m.recipient().equals(address))
                .map(Mail::message)
                .toList();
    }

    /** The address of each mail, in the order of their arrival. */
    public List<String> recipients() {
        return mails.stream().map(Mail::recipient).toList();
    }

    @Override
    protected String answer(String command, Talk talk) {
        if (command.startsWith("RCPT") && refuses.test(talk.recipient())) {
            return "550 5.1.1 no such user";
        }
        return command.equals(".") && leavesInDoubt.test(talk.recipient()) ? LOST : null;
    }

    @Override
    protected void take(Mail mail) {
        keeper.accept(mail);
    }
}
