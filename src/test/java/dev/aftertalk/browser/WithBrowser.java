package dev.aftertalk.browser;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one browser and one running sandbox, which all of them share, and fails a test whose pages complain in the browser's console.
 * Without a browser the tests are skipped.
 */
final class WithBrowser implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

    /** Closed when the last test is over. */
    private record Held<T extends AutoCloseable>(Optional<T> it) implements CloseableResource {

        static <T extends AutoCloseable> Held<T> of(Callable<Optional<T>> start) {
            try {
                return new Held<>(start.call());
            } catch (Exception e) {
                throw new IllegalStateException("It did not start", e);
            }
        }

        @Override
        public void close() throws Exception {
            if (it.isPresent()) {
                it.get().close();
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Assumptions.assumeTrue(
                browser(context).isPresent(),
                "No browser: with Chromium and its driver on the PATH (Debian: chromium, chromium-driver) these tests run too");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        browser(context).orElseThrow().forget();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Browser browser = browser(context).orElseThrow();
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
        return parameter.getParameter().getType() == Site.class
                ? site(context)
                : browser(context).orElseThrow();
    }

    private static Optional<Browser> browser(ExtensionContext context) {
        return held(context, "browser", Browser::start);
    }

    private static Site site(ExtensionContext context) {
        return held(context, "site", () -> Optional.of(Site.start())).orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static <T extends AutoCloseable> Optional<T> held(
            ExtensionContext context, String name, Callable<Optional<T>> start) {
        ExtensionContext.Store store = context.getRoot().getStore(ExtensionContext.Namespace.create(WithBrowser.class));
        return ((Held<T>) store.getOrComputeIfAbsent(name, key -> Held.of(start))).it();
    }
}
