package dev.aftertalk.connectors.mail;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many mails one address may get.
 *
 * @param dailyLimitPerAddress in 24 hours, of all workflows together; 0 for any number
 */
@Validated
@ConfigurationProperties("mail")
record MailLimitSettings(@DefaultValue("10") @Min(0) int dailyLimitPerAddress) {}
