package dev.aftertalk.usecases.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Where the library that draws the charts is served: its jar says which version it is. */
final class ChartScript {

    private static final String ABOUT = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

    private ChartScript() {}

    static String address() {
        try (InputStream about = ChartScript.class.getResourceAsStream(ABOUT)) {
            Properties properties = new Properties();
            properties.load(about);
            return "/webjars/chart.js/" + properties.getProperty("version") + "/dist/chart.umd.min.js";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
