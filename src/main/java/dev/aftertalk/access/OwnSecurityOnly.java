package dev.aftertalk.access;

import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/** Leaves out Spring Boot's own ideas about security, which are for applications that say nothing: {@link SecurityConfiguration} says it all. */
class OwnSecurityOnly implements AutoConfigurationImportFilter {

    /** The packages of Spring Boot 3, and the one they become in Spring Boot 4: one left in would answer the webhook with its own headers. */
    private static final List<String> LEFT_OUT = List.of(
            "org.springframework.boot.autoconfigure.security.",
            "org.springframework.boot.actuate.autoconfigure.security.",
            "org.springframework.boot.security.");

    @Override
    public boolean[] match(String[] candidates, AutoConfigurationMetadata metadata) {
        boolean[] kept = new boolean[candidates.length];
        for (int n = 0; n < candidates.length; n++) {
            kept[n] = candidates[n] == null || LEFT_OUT.stream().noneMatch(candidates[n]::startsWith);
        }
        return kept;
    }
}
