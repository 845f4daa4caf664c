package dev.aftertalk.diagnosis;

/**
 * Looks whether something that Aftertalk depends on is as it has to be, by the settings and the client that workflows use. It changes nothing
 * anywhere. It may take its time, and be left when it takes too long.
 */
public interface Examination {

    /** What is examined, as people call it. */
    String name();

    /**
     * Tells what it finds, each finding as soon as it is known.
     *
     * @param usage what the routes use, of all systems
     */
    void examine(Usage usage, Report report) throws Exception;
}
