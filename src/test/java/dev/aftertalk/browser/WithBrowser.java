package dev.aftertalk.browser;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.function.SingletonSupplier;

/**
 * Gives tests one browser and one running sandbox, which all tests of the JVM share, and fails a test whose pages complain in the browser's console.
 * Without a browser the tests are skipped.
 */
final class WithBrowser implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

    // Of the JVM, since the tests' classes are run one by one: what JUnit keeps for them ends with each.
    private static final Supplier<Optional<Browser>> BROWSER = held(Browser::start);
    private static final Supplier<Optional<Site>> SITE = held(() -> Optional.of(Site.start()));

    @Override
    public void beforeAll(ExtensionContext context) {
        Assumptions.assumeTrue(
                BROWSER.get().isPresent(),
                "No browser: with Chromium and its driver on the PATH (Debian: chromium, chromium-driver) these tests run too");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        browser().forget();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Browser browser = browser();
        browser.scripts(true);
        if (context.getExecutionException().isEmpty()) {
            browser.complainedOfNothing();
        }
        browser.open("about:blank");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Browser.class || type == Site.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Site.class ? SITE.get().orElseThrow() : browser();
    }

    private static Browser browser() {
        return BROWSER.get().orElseThrow();
    }

    /** Starts it when it is first asked for, and closes it at the end of the JVM. */
    private static <T extends AutoCloseable> Supplier<Optional<T>> held(Callable<Optional<T>> start) {
        return SingletonSupplier.of(() -> {
            try {
                Optional<T> started = start.call();
                started.ifPresent(it -> Runtime.getRuntime().addShutdownHook(new Thread(() -> close(it))));
                return started;
            } catch (Exception e) {
                throw new IllegalStateException("It did not start", e);
            }
        });
    }

    private static void close(AutoCloseable started) {
        try {
            started.close();
        } catch (Exception e) {
            throw new IllegalStateException("It did not end", e);
        }
    }
}
