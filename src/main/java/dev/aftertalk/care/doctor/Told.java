package dev.aftertalk.care.doctor;

import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Report;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What one examination has told until its time was over; what it tells later is not heard. */
final class Told implements Report {

    private final Clock clock;
    private final List<Diagnosis> all = new ArrayList<>();
    private final List<Offset> offsets = new ArrayList<>();
    private boolean closed;

    /** @param ahead by how much this machine's clock is ahead of the system's; negative when it is behind */
    record Offset(String system, Duration ahead) {}

    Told(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void tell(Diagnosis diagnosis) {
        if (!closed) {
            all.add(diagnosis);
        }
    }

    @Override
    public synchronized void heard(String system, String date) {
        boolean isKnown = offsets.stream().anyMatch(each -> each.system().equals(system));
        if (date == null || closed || isKnown) {
            return;
        }
        try {
            Instant theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            offsets.add(new Offset(system, Duration.between(theirs, clock.instant())));
        } catch (DateTimeException e) {
            // some other time than HTTP's, by which nothing can be judged
        }
    }

    synchronized List<Diagnosis> close() {
        closed = true;
        return List.copyOf(all);
    }

    synchronized List<Offset> offsets() {
        return List.copyOf(offsets);
    }
}
