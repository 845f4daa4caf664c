package dev.aftertalk.sandbox;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A moment as a page shows it. Public for the templates, which can call nothing else.
 *
 * @param iso for the machine
 * @param day and {@code time} for the reader, in this machine's zone
 */
public record ShownTime(String iso, String day, String time) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);

    static ShownTime at(Instant moment) {
        ZonedDateTime here = moment.atZone(ZoneId.systemDefault());
        return new ShownTime(moment.toString(), DAY.format(here), TIME.format(here));
    }
}
