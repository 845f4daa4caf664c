package dev.aftertalk.live;

import freemarker.template.TemplateException;
import java.io.IOException;
import java.util.Properties;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.web.servlet.view.freemarker.FreeMarkerConfigurer;

/** Parts of pages for the tests of other packages, without a server. */
public final class TestFragment {

    private TestFragment() {}

    /** Writes them by the product's templates and texts. */
    public static Fragment ofTheProduct() {
        FreeMarkerConfigurer freemarker = new FreeMarkerConfigurer();
        freemarker.setTemplateLoaderPath("classpath:/templates/");
        freemarker.setPreferFileSystemAccess(false); // the tests have templates of their own
        Properties settings = new Properties();
        settings.setProperty("recognize_standard_file_extensions", "true"); // as Spring Boot has it: .ftlh is HTML
        freemarker.setFreemarkerSettings(settings);
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        try {
            freemarker.afterPropertiesSet();
        } catch (IOException | TemplateException e) {
            throw new IllegalStateException(e);
        }
        return new Fragment(freemarker, messages);
    }
}
