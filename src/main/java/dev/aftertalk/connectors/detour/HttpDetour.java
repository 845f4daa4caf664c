package dev.aftertalk.connectors.detour;

import java.net.InetSocketAddress;
import java.net.URI;

/** Where the calls to a system that speaks HTTP go instead. */
@FunctionalInterface
public interface HttpDetour {

    /** Names the run that a call is made for, see {@link Detours#caller}; only ever sent to an address that a detour has given. */
    String CALLER = "Aftertalk-Run";

    /**
     * Where to connect to, in plain HTTP.
     *
     * @param origin scheme, host and port of the system itself
     */
    InetSocketAddress instead(URI origin);
}
