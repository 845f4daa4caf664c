package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.bench.Protocol.Answers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MailSinkTest {

    private static final String ENVELOPE =
            "EHLO me\r\nMAIL FROM:<shop@example.com> SIZE=100\r\nRCPT TO:<7@visitors.example.com>\r\nDATA\r\n";
    private static final String HEADER = "From: shop@example.com\r\nSubject: Thank you Camille\r\n\r\n";

    private final Deliveries deliveries = new Deliveries();
    private boolean down;
    private final MailSink sink = new MailSink(deliveries, () -> down);
    private final StringBuilder answers = new StringBuilder();
    private final StringBuilder untaken = new StringBuilder();
    private boolean closed;

    @Test
    void endsAMailAtALineThatIsADotOnly() {
        receive(ENVELOPE + HEADER + ".. was one dot\r\n...\r\n .\r\na.\r\n. \r\n.x\r\n");
        assertThat(deliveries.stats()).contains("\"mails\":0");
        receive(".\r\n");
        assertThat(deliveries.stats()).isEqualTo("{\"mails\":1,\"visitors\":1,\"duplicates\":0,\"unknown\":0}");
        assertThat(answers.toString()).endsWith("354 Go on, end with a dot\r\n250 OK\r\n");
    }

    @Test
    void takesOnlyCrLfForTheEndOfALine() {
        receive(ENVELOPE + HEADER + "text\n.\ntext\n.a\n.\r.\r\n");
        assertThat(deliveries.stats()).contains("\"mails\":0");
        receive(".\r\n");
        assertThat(deliveries.stats()).contains("\"mails\":1");
    }

    @Test
    void takesWhatComesByteForByteAsWhatComesAtOnce() {
        String mail = ENVELOPE + HEADER + "text\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<8@visitors.example.com>\r\nDATA\r\n"
                + HEADER + ".\r\nQUIT\r\n";
        receive(mail);
        String atOnce = answers.toString();
        answers.setLength(0);
        deliveries.reset();
        mail.chars().forEach(character -> receive(String.valueOf((char) character)));
        assertThat(answers.toString()).isEqualTo(atOnce).endsWith("221 Bye\r\n");
        assertThat(closed).isTrue();
        assertThat(deliveries.stats()).contains("\"mails\":2,\"visitors\":2");
    }

    @Test
    void endsAMailWithoutAnything() {
        receive(ENVELOPE + ".\r\nNOOP\r\n");
        assertThat(answers.toString()).endsWith("250 OK\r\n250 localhost\r\n");
        assertThat(deliveries.stats()).contains("\"mails\":1,\"visitors\":0,\"duplicates\":0,\"unknown\":1");
    }

    @Test
    void countsASecondMailToTheSameVisitor() {
        receive(ENVELOPE + HEADER + ".\r\n" + ENVELOPE + HEADER + ".\r\n");
        assertThat(deliveries.stats()).isEqualTo("{\"mails\":2,\"visitors\":1,\"duplicates\":1,\"unknown\":0}");
        assertThat(deliveries.delivered()).startsWith("7 2 ");
    }

    @Test
    void takesNoMailForADeliveryThatSaysSomethingElse() {
        receive(ENVELOPE + "Subject: Thank you\r\n\r\nSubject: Thank you Camille\r\n.\r\n");
        assertThat(deliveries.stats()).contains("\"visitors\":0", "\"unknown\":1");
    }

    @Test
    void turnsEverybodyAwayWhileItIsDown() {
        down = true;
        sink.begin(new Collected());
        assertThat(answers.toString()).startsWith("421 ");
        assertThat(closed).isTrue();
    }

    @Test
    void turnsAwayWhoBeginsAMailButTakesTheOneThatIsBeingHandedOver() {
        receive(ENVELOPE + HEADER);
        down = true;
        receive(".\r\n");
        assertThat(answers.toString()).endsWith("250 OK\r\n");
        assertThat(closed).isFalse();
        receive("MAIL FROM:<shop@example.com>\r\n");
        assertThat(answers.toString()).endsWith("421 localhost is down for a while\r\n");
        assertThat(closed).isTrue();
        assertThat(deliveries.stats()).contains("\"visitors\":1");
    }

    @Test
    void forgetsTheMailsThatWereTaken() {
        receive(ENVELOPE + HEADER + ".\r\n" + ENVELOPE + ".\r\n");
        assertThat(deliveries.take()).startsWith("7 1 ");
        assertThat(deliveries.take()).isEmpty();
        assertThat(deliveries.stats()).isEqualTo("{\"mails\":1,\"visitors\":0,\"duplicates\":0,\"unknown\":1}");
    }

    private void receive(String text) {
        untaken.append(text);
        byte[] bytes = untaken.toString().getBytes(StandardCharsets.ISO_8859_1);
        int at = 0;
        int taken;
        do {
            taken = sink.take(bytes, at, bytes.length, new Collected());
            at += taken;
        } while (taken > 0);
        untaken.delete(0, at);
    }

    private final class Collected implements Answers {

        @Override
        public void send(byte[] answer) {
            answers.append(new String(answer, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void sendLater(byte[] answer) {
            send(answer);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
