package dev.aftertalk.deploy.check;

import java.util.Optional;
import java.util.Set;

/** Which beans routes can name, without making any. */
public interface KnownBeans {

    /** Their names. */
    Set<String> names();

    /** The class of a bean; empty where it can't be told without making it. */
    Optional<Class<?>> type(String name);

    /** Whether there is no other; otherwise one that is not known may be there all the same. */
    boolean isComplete();
}
