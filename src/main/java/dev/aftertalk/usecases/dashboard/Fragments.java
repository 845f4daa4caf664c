package dev.aftertalk.usecases.dashboard;

import dev.aftertalk.usecases.satisfaction.SatisfactionReports;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.view.AbstractTemplateView;
import org.springframework.web.servlet.view.freemarker.FreeMarkerConfig;

/** The figures as HTML, written once for all dashboards that show the same. */
@Component
class Fragments {

    private static final int MOST = 200;

    private record Written(Figures figures, byte[] html) {}

    private final DashboardFigures figures;
    private final SatisfactionReports reports;
    private final FreeMarkerConfig freemarker;
    private final MessageSource messages;
    private final Map<RenderingKey, Written> written = new ConcurrentHashMap<>();

    Fragments(
            DashboardFigures figures,
            SatisfactionReports reports,
            FreeMarkerConfig freemarker,
            MessageSource messages) {
        this.figures = figures;
        this.reports = reports;
        this.freemarker = freemarker;
        this.messages = messages;
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
        Map<String, Object> model = model(reading, found);
        model.put(
                AbstractTemplateView.SPRING_MACRO_REQUEST_CONTEXT_ATTRIBUTE,
                new TemplateMessages(messages, reading.locale()));
        String template = reading.view().wall() ? "dashboard/wall-figures" : "dashboard/figures";
        StringWriter html = new StringWriter(1 << 14);
        try {
            freemarker
                    .getConfiguration()
                    .getTemplate(template + ".ftlh", reading.locale())
                    .process(model, html);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TemplateException e) {
            throw new IllegalStateException("The template " + template + " failed", e);
        }
        return html.toString().getBytes(StandardCharsets.UTF_8);
    }
}
