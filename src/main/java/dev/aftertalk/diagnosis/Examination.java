package dev.aftertalk.diagnosis;

import java.util.List;

/**
 * Looks whether something that Aftertalk depends on is as it has to be, by the settings and the client that workflows use. It changes nothing
 * anywhere. It may take its time, and be left when it takes too long.
 */
public interface Examination {

    /** What is examined, as people call it. */
    String name();

    /**
     * What else it tells of when all is well, in order. Of what it has come to no word about, as what comes before has to be right first, is said
     * that it was not checked.
     */
    default List<String> further(Usage usage) {
        return List.of();
    }

    /**
     * Tells what it finds, each finding as soon as it is known.
     *
     * @param usage what the routes use, of all systems
     */
    void examine(Usage usage, Report report) throws Exception;
}
