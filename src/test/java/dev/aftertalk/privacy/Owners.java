package dev.aftertalk.privacy;

import java.util.List;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** All that keep data, as the server finds them. */
public final class Owners {

    @ComponentScan(
            basePackages = "dev.aftertalk",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = KeptData.class))
    static class Found {}

    private static final List<KeptData> ALL = find();

    private Owners() {}

    public static List<KeptData> all() {
        return ALL;
    }

    private static List<KeptData> find() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Found.class)) {
            return List.copyOf(context.getBeansOfType(KeptData.class).values());
        }
    }
}
