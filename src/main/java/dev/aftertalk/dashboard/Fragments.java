package dev.aftertalk.dashboard;

import freemarker.template.TemplateException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.RequestContext;
import org.springframework.web.servlet.view.AbstractTemplateView;
import org.springframework.web.servlet.view.freemarker.FreeMarkerConfig;

/**
 * The figures as HTML, written once for all dashboards that show the same: hundreds of them ask within the same moment after a change, while
 * webhooks wait for an answer.
 */
@Component
class Fragments {

    private static final int MOST = 200;

    /** Nothing else about who asks may change what is written. */
    private record Key(String template, View view, Locale locale, boolean comments) {}

    private record Written(Figures figures, byte[] html) {}

    private final FreeMarkerConfig freemarker;
    private final Map<Key, Written> written = new ConcurrentHashMap<>();

    Fragments(FreeMarkerConfig freemarker) {
        this.freemarker = freemarker;
    }

    /** @param model with {@code figures}, {@code view} and {@code maySeeComments} */
    byte[] of(
            String template,
            Map<String, Object> model,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        Figures figures = (Figures) model.get("figures");
        Key key = new Key(template, (View) model.get("view"), locale, Boolean.TRUE.equals(model.get("maySeeComments")));
        if (written.size() >= MOST && !written.containsKey(key)) {
            written.clear();
        }
        return written.compute(
                        key,
                        (same, last) -> last != null && last.figures() == figures
                                ? last
                                : new Written(figures, write(template, model, locale, request, response)))
                .html();
    }

    private byte[] write(
            String template,
            Map<String, Object> model,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        Map<String, Object> all = new HashMap<>(model);
        all.put(
                AbstractTemplateView.SPRING_MACRO_REQUEST_CONTEXT_ATTRIBUTE,
                new RequestContext(request, response, request.getServletContext(), model));
        StringWriter html = new StringWriter(1 << 14);
        try {
            freemarker
                    .getConfiguration()
                    .getTemplate(template + ".ftlh", locale)
                    .process(all, html);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TemplateException e) {
            throw new IllegalStateException("The template " + template + " failed", e);
        }
        return html.toString().getBytes(StandardCharsets.UTF_8);
    }
}
