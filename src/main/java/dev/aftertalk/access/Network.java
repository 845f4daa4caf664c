package dev.aftertalk.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What attempts from one place are counted by: an IPv4 address, or the first 64 bits of an IPv6 address, since whoever has one address of
 * such a network has all of them.
 */
final class Network {

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(%[\\w.-]*)?");
    /** Some balancers name the sender's port too, another one for each connection. */
    private static final Pattern IPV4_WITH_PORT = Pattern.compile("([0-9.]+):\\d{1,5}");

    private static final Pattern IPV6_WITH_PORT = Pattern.compile("\\[([^]]*)](:\\d{1,5})?");
    private static final int PREFIX_BYTES = 8;
    /** A proxy hands on what it was sent; no address is longer. */
    private static final int LONGEST = 60;

    private Network() {}

    /** @param address as the web server or a proxy says it; what is no address is taken as it is, cut to a length */
    static String of(String address) {
        String text = address == null ? "" : address.strip();
        text = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        text = IPV6_WITH_PORT.matcher(text).replaceFirst("$1");
        if (IPV6.matcher(text).matches()) {
            return prefix(text);
        }
        return IPV4_WITH_PORT.matcher(text).replaceFirst("$1");
    }

    private static String prefix(String text) {
        try {
            int zone = text.indexOf('%');
            // In brackets nothing but an address is taken: no name server is asked.
            InetAddress address = InetAddress.getByName("[" + (zone < 0 ? text : text.substring(0, zone)) + "]");
            if (!(address instanceof Inet6Address)) {
                return address.getHostAddress(); // an IPv4 address written as an IPv6 one
            }
            byte[] network = Arrays.copyOf(address.getAddress(), PREFIX_BYTES);
            return HexFormat.of().formatHex(network).replaceAll("(.{4})(?!$)", "$1:") + "::/64";
        } catch (UnknownHostException e) {
            return text;
        }
    }
}
