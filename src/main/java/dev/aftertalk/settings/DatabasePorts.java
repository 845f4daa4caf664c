package dev.aftertalk.settings;

import dev.aftertalk.text.WebAddresses;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The ports in the address of a PostgreSQL. The driver takes none that is wrong, and says only that the whole address is not for it. */
final class DatabasePorts {

    private static final Pattern HOSTS = Pattern.compile("jdbc:postgresql://([^/?]*).*");
    private static final Pattern PORT = Pattern.compile("(?:\\[[^]]*]|[^:\\[]*):(.*)");

    private DatabasePorts() {}

    /** The first that can't be one, as it is written. */
    static Optional<String> wrong(String url) {
        Matcher hosts = HOSTS.matcher(url.strip());
        return !hosts.matches()
                ? Optional.empty()
                : Stream.of(hosts.group(1).split(","))
                        .map(PORT::matcher)
                        .filter(Matcher::matches)
                        .map(host -> host.group(1))
                        .filter(port -> !port.isEmpty() && !isPort(port))
                        .findFirst();
    }

    private static boolean isPort(String port) {
        return port.matches("\\d{1,5}") && WebAddresses.isPort(Integer.parseInt(port));
    }
}
