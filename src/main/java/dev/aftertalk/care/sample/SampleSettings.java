package dev.aftertalk.care.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of sample events.
 *
 * @param forReal whether operators may send one for real
 */
@ConfigurationProperties("sample-events")
record SampleSettings(@DefaultValue("false") boolean forReal) {}
