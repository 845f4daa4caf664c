package dev.aftertalk.text;

import java.net.URI;

/** What all settings that hold a web address have in common. */
public final class WebAddresses {

    private static final int LARGEST_PORT = 65_535;
    private static final int NO_PORT = -1;

    private WebAddresses() {}

    /** Whether this is http or https, with a host and no user in front of it; the port may be left out. */
    public static boolean isWeb(URI address) {
        return ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && (address.getPort() == NO_PORT || isPort(address.getPort()));
    }

    /** Whether a connection can be made to it: java.net.URI takes any number. */
    public static boolean isPort(int port) {
        return port >= 1 && port <= LARGEST_PORT;
    }
}
