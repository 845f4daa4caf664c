package dev.aftertalk.care.rehearse;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The setting under {@code routes.} that is about rehearsals; it is explained in {@code application.properties}.
 *
 * @param rehearsedBeans names of beans from {@code lib/}, or declared in routes, and of languages, that only read or compute
 */
@ConfigurationProperties("routes")
public record RehearsalSettings(@DefaultValue Set<String> rehearsedBeans) {}
