package dev.aftertalk.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Begins each test class with the log at its usual level, whatever the class before left: a command that was called in this JVM switched it
 * off. Registered for all tests in {@code META-INF/services}.
 */
public final class UsualLogging implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
    }
}
