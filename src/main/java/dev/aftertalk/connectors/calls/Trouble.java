package dev.aftertalk.connectors.calls;

import java.time.Instant;

/**
 * What is wrong with another system.
 *
 * @param refusing true when it is up and refuses this server, which somebody has to mend; false when it is down
 * @param why as ops people should read it
 */
public record Trouble(Instant since, boolean refusing, String why) {}
