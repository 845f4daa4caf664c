package dev.aftertalk.sandbox;

import dev.aftertalk.access.NavigationPage;
import dev.aftertalk.web.OpenArea;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** What Spring Boot finds of the sandbox, by {@code AutoConfiguration.imports} of its jar: with the profile all of it, without it nothing. */
@AutoConfiguration
@SandboxOnly
@ComponentScan(excludeFilters = @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
@ConfigurationPropertiesScan
class SandboxExtension {

    @Bean
    OpenArea sandboxAddresses() {
        return new OpenArea("/sandbox");
    }

    @Bean
    NavigationPage sandboxPage() {
        return new NavigationPage("/sandbox", "nav.sandbox");
    }
}
