package dev.aftertalk.care.alerts;

import dev.aftertalk.care.alerts.Alert.Phase;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.web.PublicUrl;
import dev.aftertalk.web.StaffUrl;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Puts alerts into words. */
@Component
class AlertTexts {

    private static final String PAGE = "console";
    private static final int LONGEST_SUBJECT = 150;

    private final MessageSource messages;
    private final Locale locale;
    private final String base;
    private final DateTimeFormatter times;

    AlertTexts(MessageSource messages, AlertSettings settings, PublicUrl visitors, StaffUrl staff) {
        this.messages = messages;
        this.locale = settings.language().locale();
        this.base = staff.staffUrl().isEmpty() ? visitors.publicUrl() : staff.staffUrl();
        this.times = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", locale).withZone(ZoneId.systemDefault());
    }

    /** @param code the end of a message's code */
    String say(String code, Object... about) {
        return messages.getMessage("alert." + code, about, locale);
    }

    /**
     * The whole address of a page; empty when no address of this server is set.
     *
     * @param page relative to the console's overview
     */
    String link(String page) {
        if (base.isEmpty()) {
            return "";
        }
        return base + "/" + (page.startsWith("#") ? PAGE + page : page);
    }

    Alert begun(AlertState state, long now) {
        return alert(state, Phase.BEGIN, now, say("subject", state.begin()), state.begin(), since(state.since()));
    }

    Alert over(AlertState state, long now) {
        String lasted = say("lasted", time(state.since()), time(state.goneAt()));
        return alert(state, Phase.OVER, now, say("subject.over", state.end()), state.end(), lasted);
    }

    /** The last one for some time. */
    Alert tooMany(int most, Duration silence, long now) {
        String said = say("many", most, time(now + silence.toMillis()));
        String link = link(PAGE);
        return new Alert(
                UUID.randomUUID().toString(),
                now,
                "alerts",
                AlertQueue.MANY,
                Phase.NOTE,
                true,
                now,
                subject(say("subject", said)),
                text(said, link),
                link);
    }

    private static Alert alert(AlertState of, Phase phase, long now, String subject, String said, String when) {
        return new Alert(
                UUID.randomUUID().toString(),
                now,
                of.name(),
                of.kind(),
                phase,
                of.urgent(),
                of.since(),
                subject(subject),
                text(said, when, of.link()),
                of.link());
    }

    private String since(long at) {
        return say("since", time(at));
    }

    private String time(long at) {
        return times.format(Instant.ofEpochMilli(at));
    }

    private static String subject(String text) {
        return PlainText.line(text, LONGEST_SUBJECT);
    }

    private static String text(String said, String... more) {
        StringBuilder text = new StringBuilder(said).append("\n\n");
        for (String each : more) {
            if (!each.isEmpty()) {
                text.append(each).append('\n');
            }
        }
        return text.toString();
    }
}
