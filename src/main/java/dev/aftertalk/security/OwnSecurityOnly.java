package dev.aftertalk.security;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/** Leaves out Spring Boot's own ideas about security, which are for applications that say nothing: {@link SecurityConfiguration} says it all. */
class OwnSecurityOnly implements AutoConfigurationImportFilter {

    @Override
    public boolean[] match(String[] candidates, AutoConfigurationMetadata metadata) {
        boolean[] kept = new boolean[candidates.length];
        for (int n = 0; n < candidates.length; n++) {
            kept[n] = candidates[n] == null
                    || !(candidates[n].startsWith("org.springframework.boot.autoconfigure.security.")
                            || candidates[n].startsWith("org.springframework.boot.actuate.autoconfigure.security."));
        }
        return kept;
    }
}
