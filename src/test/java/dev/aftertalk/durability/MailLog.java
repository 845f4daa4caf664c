package dev.aftertalk.durability;

import dev.aftertalk.testing.SmtpPeer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What mails say of themselves: which run sent them, and which promo code they hold. */
final class MailLog {

    private static final Pattern RUN = Pattern.compile("(?mi)^Message-ID:\\s*<([a-z-]+)\\.([0-9a-f-]+)@");
    private static final Pattern CODE = Pattern.compile("CODE-\\d{7}");

    private final Map<Run, Integer> mails = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> codes = new ConcurrentHashMap<>();

    record Run(String workflow, String eventId) {}

    void take(SmtpPeer.Mail mail) {
        Matcher run = RUN.matcher(mail.content());
        if (!run.find()) {
            throw new IllegalStateException("A mail without a Message-ID of ours:\n" + mail.content());
        }
        mails.merge(new Run(run.group(1), run.group(2)), 1, Integer::sum);
        Matcher code = CODE.matcher(mail.content().replace("=\r\n", ""));
        while (code.find()) {
            codes.computeIfAbsent(mail.recipient(), visitor -> ConcurrentHashMap.newKeySet())
                    .add(code.group());
        }
    }

    /** The runs of a workflow that sent a mail. */
    Set<String> eventsOf(String workflow) {
        return mails.keySet().stream()
                .filter(run -> run.workflow().equals(workflow))
                .map(Run::eventId)
                .collect(Collectors.toSet());
    }

    Set<Run> sentTwice() {
        return sentAtLeast(2);
    }

    Set<Run> sentAtLeast(int times) {
        return mails.entrySet().stream()
                .filter(sent -> sent.getValue() >= times)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    int count() {
        return mails.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The codes of each address. */
    Map<String, Set<String>> codes() {
        return codes;
    }
}
