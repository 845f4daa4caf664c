package dev.aftertalk.care.alerts;

import dev.aftertalk.care.alerts.AlertSettings.Language;
import dev.aftertalk.web.PublicUrl;
import dev.aftertalk.web.StaffUrl;
import java.time.Duration;
import java.util.List;
import org.springframework.context.support.ResourceBundleMessageSource;

/** The product's own texts for tests without an application. */
final class AlertWords {

    private AlertWords() {}

    static AlertSettings settings(int mostPerHour, Language language) {
        return new AlertSettings(List.of(), Duration.ofMinutes(5), mostPerHour, language);
    }

    static AlertTexts of(AlertSettings settings, String publicUrl) {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return new AlertTexts(messages, settings, new PublicUrl(publicUrl), new StaffUrl(""));
    }
}
