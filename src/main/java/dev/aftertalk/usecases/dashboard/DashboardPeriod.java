package dev.aftertalk.usecases.dashboard;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The times that a dashboard offers, each up to now; {@link #CUSTOM} has its own days. Public for the templates. */
public enum DashboardPeriod {
    TODAY("today", 1),
    WEEK("7d", 7),
    MONTH("30d", 30),
    QUARTER("90d", 90),
    CUSTOM("custom", 0);

    private final String code;
    final int days;

    DashboardPeriod(String code, int days) {
        this.code = code;
        this.days = days;
    }

    /** As in the address and in the messages {@code dashboard.range.CODE}. */
    public String code() {
        return code;
    }

    static List<DashboardPeriod> offered() {
        return List.of(TODAY, WEEK, MONTH, QUARTER);
    }

    static Optional<DashboardPeriod> of(String code) {
        return Arrays.stream(values()).filter(span -> span.code.equals(code)).findFirst();
    }
}
