package dev.aftertalk.deploy;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings under {@code routes.} that say what routes may do; each is explained in {@code application.properties}. {@link AllowList} reads them
 * where there are no beans, too.
 *
 * @param allowedComponents what may be used besides what everybody may use
 * @param allowedHosts which hosts may be called, besides those of the systems that are set up
 */
@ConfigurationProperties("routes")
record AllowListSettings(@DefaultValue List<String> allowedComponents, @DefaultValue("*") List<String> allowedHosts) {}
