package dev.aftertalk.usecases.dashboard;

import dev.aftertalk.live.Fragment;
import dev.aftertalk.live.LiveSource;
import dev.aftertalk.usecases.satisfaction.SatisfactionReports;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The figures as HTML, written once for all dashboards that show the same. */
@Component
class Fragments implements LiveSource<RenderingKey> {

    private static final int MOST = 200;

    private record Written(Figures figures, byte[] html) {}

    private final DashboardFigures figures;
    private final SatisfactionReports reports;
    private final Fragment fragment;
    private final Map<RenderingKey, Written> written = new ConcurrentHashMap<>();

    Fragments(DashboardFigures figures, SatisfactionReports reports, Fragment fragment) {
        this.figures = figures;
        this.reports = reports;
        this.fragment = fragment;
    }

    /** Whatever node wrote something. */
    @Override
    public long version() {
        return reports.version();
    }

    /** With ranges that go up to now as they are today. */
    @Override
    public byte[] html(RenderingKey reading) {
        return of(reading.on(figures.today()));
    }

    /**
     * What a page swaps its figures for.
     *
     * @throws org.springframework.dao.DataAccessException while the database can't be read
     */
    byte[] of(RenderingKey reading) {
        Figures found = figures.of(reading.view());
        if (written.size() >= MOST && !written.containsKey(reading)) {
            written.clear();
        }
        return written.compute(
                        reading,
                        (same, last) -> last != null && last.figures() == found
                                ? last
                                : new Written(found, write(reading, found)))
                .html();
    }

    /** What the templates are given for a reading, with or without its figures. */
    Map<String, Object> model(RenderingKey reading, Figures found) {
        DisplayFormat shown = new DisplayFormat(reading.locale(), reports.zone());
        Map<String, Object> model = new HashMap<>();
        model.put("view", reading.view());
        model.put("shown", shown);
        model.put("maySeeComments", reading.comments());
        if (found != null) {
            model.put("figures", found);
            model.put("charts", Charts.json(found.report(), shown));
        }
        return model;
    }

    private byte[] write(RenderingKey reading, Figures found) {
        String template = reading.view().wall() ? "dashboard/wall-figures" : "dashboard/figures";
        return fragment.html(template, model(reading, found), reading.locale());
    }
}
