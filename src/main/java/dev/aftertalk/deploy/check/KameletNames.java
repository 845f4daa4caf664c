package dev.aftertalk.deploy.check;

import java.util.Optional;

/**
 * Knows the names that a parameter of a kamelet may be given, by the settings. Found by {@code META-INF/spring.factories}, since files are looked at
 * without making any bean; its constructor gets the {@link org.springframework.core.env.Environment} with the settings.
 */
public interface KameletNames {

    /** The kamelet's name. */
    String kamelet();

    /** The parameter's name. */
    String parameter();

    /**
     * What is wrong with a name, and what to write instead; empty when it is one of them.
     *
     * @param given without placeholders and expressions
     */
    Optional<String> fault(String given);
}
