package dev.aftertalk.durability.outage;

import dev.aftertalk.testing.SmtpServer;
import java.io.IOException;
import java.util.List;

/** A mail server. A mail whose content has begun is always taken and answered, so that no mail's fate is left open. */
final class FailingSmtp extends FailingPeer {

    private static final List<String> WORKFLOWS = List.of("thank-you-email", "promo-code", "satisfaction-survey");

    private final SmtpServer server;

    /** @param effects is told of each mail that was taken */
    FailingSmtp(Effects effects) throws IOException {
        super("smtp");
        server = new SmtpServer(port(), null, false) {
            @Override
            protected String answer(String command, Talk talk) {
                return List.of("QUIT", "BODY", ".").contains(command) ? null : failing(command);
            }

            @Override
            protected void take(Mail mail) {
                String id = mail.content()
                        .lines()
                        .filter(line -> line.regionMatches(true, 0, "Message-ID:", 0, 11))
                        .findFirst()
                        .orElse("");
                String workflow =
                        WORKFLOWS.stream().filter(id::contains).findFirst().orElse("");
                effects.happened(workflow, Long.parseLong(mail.recipient().replaceFirst("v(\\d+)@.*", "$1")));
            }
        };
        listen();
    }

    @Override
    void listen() throws IOException {
        server.start();
    }

    @Override
    void refuse() throws IOException {
        server.stopBetweenMails();
    }

    /** Counts mails, and while it fails the connections that it turns away. */
    private String failing(String command) {
        Spell spell = spell();
        if (spell.trouble() != Trouble.NONE || command.startsWith("MAIL")) {
            calls().note();
        }
        if (spell.trouble() == Trouble.NONE) {
            return null;
        }
        if (spell.trouble() == Trouble.ERRORS) {
            return "421 4.3.2 try again later" + SmtpServer.HANG_UP;
        }
        try {
            spell.over().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return SmtpServer.HANG_UP;
    }
}
