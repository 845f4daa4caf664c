package dev.aftertalk.access;

import dev.aftertalk.secrets.SharedKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * A browser in which a user has logged in with a password, by a sealed cookie. What others guess for the same name does not make it wait.
 * It stands for that user and that password: after another one was chosen it is a stranger again.
 */
@Component
class KnownDevice {

    /**
     * @param name of the user
     * @param id of the browser
     * @param proof of the password that was right there
     */
    record Device(String name, String id, String proof) {

        /** Whether that browser is known for this user as they are now. */
        boolean of(User user) {
            return user.passwordHash() != null && name.equals(user.name()) && proof.equals(KnownDevice.proof(user));
        }
    }

    private static final Duration REMEMBERED = Duration.ofDays(180);
    private static final String SEPARATOR = "\n";

    private final OwnCookie cookie = new OwnCookie("aftertalk-device");
    private final SharedKeys keys;

    KnownDevice(SharedKeys keys) {
        this.keys = keys;
    }

    /** The device that a request comes from, for whichever user it is known; empty for a stranger. */
    Optional<Device> of(HttpServletRequest request) {
        return cookie.value(request)
                .flatMap(value -> keys.sealer("device-cookie").open(value))
                .map(text -> text.split(SEPARATOR))
                .filter(parts -> parts.length == 3)
                .map(parts -> new Device(parts[0], parts[1], parts[2]));
    }

    /** Remembers the browser of a user whose password was right. */
    void remember(User user, HttpServletRequest request, HttpServletResponse response) {
        Optional<Device> known = of(request).filter(device -> device.of(user));
        String id = known.map(Device::id).orElseGet(Secrets::random);
        String text = String.join(SEPARATOR, user.name(), id, proof(user));
        cookie.set(request, response, keys.sealer("device-cookie").seal(text), REMEMBERED);
    }

    private static String proof(User user) {
        return Secrets.digest(user.passwordHash()).substring(0, 32);
    }
}
