package dev.aftertalk.live;

import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.view.AbstractTemplateView;
import org.springframework.web.servlet.view.freemarker.FreeMarkerConfig;

/** Writes a part of a page by its template, without a request. */
@Component
public class Fragment {

    private static final int USUAL_SIZE = 1 << 14;

    private final FreeMarkerConfig freemarker;
    private final MessageSource messages;

    Fragment(FreeMarkerConfig freemarker, MessageSource messages) {
        this.freemarker = freemarker;
        this.messages = messages;
    }

    /**
     * The part as HTML.
     *
     * @param template its name, without the ending; it may use the macros of {@code layout.ftlh} that need no frame, such as {@code t}
     */
    public byte[] html(String template, Map<String, Object> model, Locale locale) {
        Map<String, Object> all = new HashMap<>(model);
        all.put(AbstractTemplateView.SPRING_MACRO_REQUEST_CONTEXT_ATTRIBUTE, new TemplateMessages(messages, locale));
        StringWriter html = new StringWriter(USUAL_SIZE);
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
