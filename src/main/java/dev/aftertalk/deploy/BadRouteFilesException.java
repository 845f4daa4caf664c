package dev.aftertalk.deploy;

import java.util.List;

/** Files of routes or kamelets that Camel can't read, or would read as something else; each with what is wrong. */
public final class BadRouteFilesException extends RuntimeException {

    private final transient List<String> faults;

    public BadRouteFilesException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
