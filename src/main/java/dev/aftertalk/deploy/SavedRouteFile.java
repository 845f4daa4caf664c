package dev.aftertalk.deploy;

import dev.aftertalk.text.SavedText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.camel.support.ResourceSupport;

/**
 * A version of a route file as people save it, for Camel: in UTF-8 however it is written, and with an ending in small letters, by which Camel
 * finds who reads it.
 */
final class SavedRouteFile extends ResourceSupport {

    private static final Pattern ENDING = Pattern.compile("(\\.camel)?\\.\\w+$", Pattern.CASE_INSENSITIVE);

    private final RouteFile file;

    SavedRouteFile(RouteFile file) {
        super(
                "file",
                "file:"
                        + ENDING.matcher(file.path().toString())
                                .replaceFirst(ending -> ending.group().toLowerCase(Locale.ROOT)));
        this.file = file;
    }

    RouteFile file() {
        return file;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public URI getURI() {
        return file.path().toUri();
    }

    /** @throws IOException when it is not written in what can be read */
    @Override
    public InputStream getInputStream() throws IOException {
        String text = SavedText.read(file.bytes(), StandardCharsets.UTF_8);
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
