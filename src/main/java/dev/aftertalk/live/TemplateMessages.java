package dev.aftertalk.live;

import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;

/** The texts of one language for templates that are processed without a request, in place of Spring's RequestContext. Public for them. */
public final class TemplateMessages {

    private final MessageSource messages;
    private final Locale locale;

    TemplateMessages(MessageSource messages, Locale locale) {
        this.messages = messages;
        this.locale = locale;
    }

    /** @param arguments what the text's placeholders stand for */
    public String getMessage(String code, List<?> arguments) {
        return messages.getMessage(code, arguments.toArray(), locale);
    }
}
