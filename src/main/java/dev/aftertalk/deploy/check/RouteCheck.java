package dev.aftertalk.deploy.check;

import dev.aftertalk.deploy.RouteSet;
import java.util.List;

/** Looks at all files of {@code routes/} together, without running any of it. */
public interface RouteCheck {

    /**
     * Returns everything that is wrong or doubtful, in the order of files and lines; empty when there is nothing to say.
     *
     * @param files that would run together
     */
    List<Finding> check(RouteSet files);
}
