package dev.aftertalk.connectors.detour;

import dev.aftertalk.text.LogFields;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The detours there are now; none, but in a drill. Asked at each call. */
@Component
public class Detours {

    private final Map<String, HttpDetour> http = new ConcurrentHashMap<>();
    private volatile MailDetour mail;

    /**
     * From now on calls to a system go this way.
     *
     * @param system {@code iadvize}, {@code salesforce} or {@code jira}
     * @param detour null for straight there
     */
    public void lead(String system, HttpDetour detour) {
        if (detour == null) {
            http.remove(system);
        } else {
            http.put(system, detour);
        }
    }

    /** From now on mails go this way. @param detour null for straight to the mail server */
    public void leadMail(MailDetour detour) {
        mail = detour;
    }

    /** Where to connect to for a system, in plain HTTP; null for to the system itself. */
    public InetSocketAddress instead(String system, String scheme, String host, int port) {
        HttpDetour detour = http.get(system);
        String name = host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
        return detour == null ? null : detour.instead(URI.create(scheme + "://" + name + ":" + port));
    }

    /** Null for none. */
    public MailDetour mail() {
        return mail;
    }

    /** The run that this thread is at work on, as a detour is told of it; null for none. */
    public static String caller() {
        return LogFields.eventId() == null ? null : LogFields.eventId() + " " + LogFields.workflow();
    }
}
