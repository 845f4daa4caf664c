package dev.aftertalk.bench;

import java.io.IOException;
import java.time.Duration;

/** Something that a soak does now and then. */
interface SoakTask {

    /** Does what is due, and looks what became of what was begun. @param now since the phase began */
    void tick(Duration now) throws IOException, InterruptedException;
}
