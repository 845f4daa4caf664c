package dev.aftertalk.deploy;

import java.io.FileNotFoundException;
import java.io.InputStream;
import org.apache.camel.support.ResourceSupport;

/** What Camel looks for and there is not. */
final class NoResource extends ResourceSupport {

    NoResource(String location) {
        super("file", location);
    }

    @Override
    public boolean exists() {
        return false;
    }

    @Override
    public InputStream getInputStream() throws FileNotFoundException {
        throw new FileNotFoundException(getLocation());
    }
}
