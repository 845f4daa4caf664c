package dev.aftertalk.deploy.versions;

import dev.aftertalk.deploy.check.Finding;
import java.util.List;

/** A version would be refused today, so it was not put back. */
public final class RefusedVersionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> faults;

    RefusedVersionException(RouteVersion version, List<Finding> faults) {
        super("Version " + version.number() + " of " + version.path()
                + " would be refused today, so nothing was changed");
        this.faults = List.copyOf(faults);
    }

    /** What is wrong with it, or would be with other files. */
    public List<Finding> faults() {
        return faults;
    }
}
