package dev.aftertalk.web;

import dev.aftertalk.text.WebAddresses;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** An address of this server as others know it: scheme, host, maybe a port and a path. */
final class WebAddress {

    /** Only what means the same encoded or not, and can't be mistaken for anything but a path. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*");

    private WebAddress() {}

    /**
     * @param where what the setting is for, for the message
     * @return without blanks around it and slashes at its end
     * @throws IllegalArgumentException for what is no such address
     */
    static String checked(String setting, String text, String where) {
        String address = text.strip().replaceAll("/+$", "");
        if (!address.isEmpty() && !isWebAddress(address)) {
            throw new IllegalArgumentException(setting + " is \"" + address + "\"; write the address " + where
                    + ", such as https://aftertalk.example.com or https://example.com/aftertalk");
        }
        return address;
    }

    private static boolean isWebAddress(String text) {
        try {
            URI url = new URI(text);
            return WebAddresses.isWeb(url)
                    && url.getQuery() == null
                    && url.getFragment() == null
                    && isPath(url.getRawPath());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether this can stand in front of the paths of this server; empty can. */
    static boolean isPath(String path) {
        return PATH.matcher(path).matches();
    }

    /** The path of a checked address; empty when it has none. */
    static String path(String address) {
        return address.isEmpty() ? "" : URI.create(address).getRawPath();
    }
}
