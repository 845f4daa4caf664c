package dev.aftertalk.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** A mail server (RFC 5321) that takes every mail, counts it and throws it away. */
final class MailSink implements Protocol {

    private static final String SUBJECT = "subject: thank you " + VisitorLookUp.FIRST_NAME.toLowerCase(Locale.ROOT);

    private enum Part {
        COMMANDS,
        HEADER,
        BODY
    }

    private final Deliveries deliveries;
    private final BooleanSupplier down;
    private final List<String> recipients = new ArrayList<>();
    private Part part = Part.COMMANDS;
    private boolean asExpected;

    /** @param down whether it turns away whoever connects or begins a mail; a mail that is being handed over is taken all the same */
    MailSink(Deliveries deliveries, BooleanSupplier down) {
        this.deliveries = deliveries;
        this.down = down;
    }

    @Override
    public void begin(Answers answers) {
        if (down.getAsBoolean()) {
            turnAway(answers);
        } else {
            say("220 localhost", answers);
        }
    }

    private static void turnAway(Answers answers) {
        say("421 localhost is down for a while", answers);
        answers.close();
    }

    /** Takes a line: in RFC 5321 only CR and LF together end one. */
    @Override
    public int take(byte[] bytes, int from, int to, Answers answers) {
        int next = HttpFrame.endOfLine(bytes, from, to);
        if (next < 0) {
            return 0;
        }
        int length = next - 2 - from;
        if (part == Part.COMMANDS) {
            command(text(bytes, from, length), answers);
        } else if (length == 1 && bytes[from] == '.') {
            mail(answers);
        } else if (part == Part.HEADER) {
            header(bytes, from, length);
        }
        return next - from;
    }

    /** A dot that the client put in front of one (4.5.2) makes no difference: no header that counts here begins with it. */
    private void header(byte[] bytes, int from, int length) {
        if (length == 0) {
            part = Part.BODY;
        } else if (text(bytes, from, length).toLowerCase(Locale.ROOT).equals(SUBJECT)) {
            asExpected = true;
        }
    }

    private void mail(Answers answers) {
        for (String recipient : recipients) {
            deliveries.arrived(recipient, asExpected);
        }
        reset();
        say("250 OK", answers);
    }

    private void command(String line, Answers answers) {
        String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
        if (down.getAsBoolean()) {
            turnAway(answers);
            return;
        }
        switch (verb) {
            case "EHLO" -> say("250-localhost\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 10485760", answers);
            case "HELO", "NOOP" -> say("250 localhost", answers);
            case "MAIL", "RSET" -> {
                reset();
                say("250 OK", answers);
            }
            case "RCPT" -> {
                recipients.add(
                        line.substring(line.indexOf('<') + 1, Math.max(line.indexOf('>'), line.indexOf('<') + 1)));
                say("250 OK", answers);
            }
            case "DATA" -> data(answers);
            case "QUIT" -> {
                say("221 Bye", answers);
                answers.close();
            }
            default -> say("502 Not known here", answers);
        }
    }

    private void data(Answers answers) {
        if (recipients.isEmpty()) {
            say("503 RCPT first", answers);
            return;
        }
        part = Part.HEADER;
        say("354 Go on, end with a dot", answers);
    }

    private void reset() {
        recipients.clear();
        part = Part.COMMANDS;
        asExpected = false;
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    private static void say(String reply, Answers answers) {
        answers.send((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
