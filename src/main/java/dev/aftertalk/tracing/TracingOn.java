package dev.aftertalk.tracing;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether {@code tracing.endpoint} says where traces go. One that can't be read is named by the check of the settings, and there are none. */
final class TracingOn implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        try {
            return TracingSettings.isAddress(context.getEnvironment().getProperty(TracingSettings.ENDPOINT, ""));
        } catch (IllegalArgumentException e) { // a ${name} in it that is not set
            return false;
        }
    }
}
