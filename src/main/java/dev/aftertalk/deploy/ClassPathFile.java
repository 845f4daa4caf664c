package dev.aftertalk.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.camel.support.ResourceSupport;
import org.springframework.core.io.Resource;

/** A file that Spring found on the class path, as Camel reads files: two of the same address are the same. */
final class ClassPathFile extends ResourceSupport {

    private final Resource file;

    /** @throws IOException when the file has no address */
    ClassPathFile(Resource file) throws IOException {
        super(file.getURL().getProtocol(), file.getURL().toString());
        this.file = file;
    }

    @Override
    public boolean exists() {
        return file.exists();
    }

    @Override
    public URI getURI() {
        try {
            return file.getURI();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return file.getInputStream();
    }
}
