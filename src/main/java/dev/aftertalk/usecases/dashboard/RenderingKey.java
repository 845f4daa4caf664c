package dev.aftertalk.usecases.dashboard;

import java.time.LocalDate;
import java.util.Locale;

/**
 * What somebody sees of the figures: those who share all of this are given the same HTML, written once.
 *
 * @param comments whether what visitors wrote is shown
 */
record RenderingKey(DashboardView view, Locale locale, boolean comments) {

    /** The same on that day: ranges up to now have moved on by then. */
    RenderingKey on(LocalDate today) {
        return new RenderingKey(view.on(today), locale, comments);
    }
}
