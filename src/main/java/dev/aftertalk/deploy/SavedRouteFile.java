package dev.aftertalk.deploy;

import dev.aftertalk.text.SavedText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.camel.support.ResourceSupport;

/**
 * A route file as people save it, for Camel: in UTF-8 however it is written, and with an ending in small letters, by which Camel finds who
 * reads it.
 */
final class SavedRouteFile extends ResourceSupport {

    private static final Pattern ENDING = Pattern.compile("(\\.camel)?\\.\\w+$", Pattern.CASE_INSENSITIVE);

    private final Path file;

    SavedRouteFile(Path file) {
        super(
                "file",
                "file:"
                        + ENDING.matcher(file.toString())
                                .replaceFirst(ending -> ending.group().toLowerCase(Locale.ROOT)));
        this.file = file;
    }

    @Override
    public boolean exists() {
        return Files.exists(file);
    }

    @Override
    public URI getURI() {
        return file.toUri();
    }

    /** @throws IOException when the file is gone, or is no longer what {@link RouteFileCheck} saw */
    @Override
    public InputStream getInputStream() throws IOException {
        String text = SavedText.read(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
