package dev.aftertalk.diagnosis;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why another system could not be reached, in words. */
public final class Reasons {

    /** The more telling ones first: what ends a connection while it is made is often the cause of a {@link ConnectException}. */
    private static final List<Reason> REASONS = List.of(
            new Reason(UnknownHostException.class, "there is no host of this name"),
            new Reason(UnresolvedAddressException.class, "there is no host of this name"),
            new Reason(SSLException.class, "no secure connection could be agreed on"),
            new Reason(SocketTimeoutException.class, "no answer came in time"),
            new Reason(HttpTimeoutException.class, "no answer came in time"),
            new Reason(TimeoutException.class, "no answer came in time"),
            new Reason(NoRouteToHostException.class, "there is no way to it from here"),
            new Reason(ConnectException.class, "the connection was refused"),
            new Reason(IOException.class, "the connection broke"));

    private record Reason(Class<? extends Throwable> failure, String words) {}

    private Reasons() {}

    /** Empty when a failure is none of the way there. */
    public static Optional<String> unreachable(Throwable failure) {
        List<Throwable> all = Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .limit(20)
                .toList();
        return REASONS.stream()
                .filter(reason -> all.stream().anyMatch(reason.failure()::isInstance))
                .findFirst()
                .map(Reason::words);
    }
}
