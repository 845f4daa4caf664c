package dev.aftertalk.deploy;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Refuses to start with parts of another version of Camel in {@code lib/}, before anything is touched: they would fail at some class or other,
 * perhaps only in the middle of a run.
 */
class OtherCamelVersion implements ApplicationListener<ApplicationContextInitializedEvent> {

    @Override
    public void onApplicationEvent(ApplicationContextInitializedEvent event) {
        Map<Path, String> others = LibraryJars.ofOtherCamel(LibraryJars.added());
        if (!others.isEmpty()) {
            throw new OtherCamelVersionException(others);
        }
    }
}
