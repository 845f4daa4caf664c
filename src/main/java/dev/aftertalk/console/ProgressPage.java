package dev.aftertalk.console;

import dev.aftertalk.access.LoginValidity;
import dev.aftertalk.live.Fragment;
import dev.aftertalk.live.LiveSource;
import dev.aftertalk.live.Streams;
import dev.aftertalk.time.MachineClock;
import dev.aftertalk.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.ui.Model;

/**
 * The page of something that is under way, whose figures come live: {@code console/NAME}, {@code console/NAME-parts} for what changes, and {@code console/no-NAME}
 * where there is none (any more).
 *
 * @param <K> by what it is known
 */
abstract class ProgressPage<K> implements LiveSource<ProgressPage.Reader<K>> {

    /** Who looks at which. */
    record Reader<K>(K id, Locale locale, Sight sight) {}

    private final String name;
    private final Function<K, Optional<?>> find;
    private final Fragment fragment;
    private final Streams streams;
    private final LoginValidity logins;

    /** @param name of the templates, and of what they are given */
    ProgressPage(String name, Function<K, Optional<?>> find, Fragment fragment, Streams streams, LoginValidity logins) {
        this.name = name;
        this.find = find;
        this.fragment = fragment;
        this.streams = streams;
        this.logins = logins;
    }

    /** Another each second, by a clock that no drill sets: it goes on in steps, on whatever server. */
    @Override
    public long version() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    }

    /** Nothing, which changes nothing on the page, where there is none any more. */
    @Override
    public byte[] html(Reader<K> reader) {
        return model(reader)
                .map(model -> fragment.html("console/" + name + "-parts", model, reader.locale()))
                .orElseGet(() -> new byte[0]);
    }

    String page(K id, Principal who, Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            Optional<Map<String, Object>> found = model(reader(id, who, locale));
            found.ifPresent(model::addAllAttributes);
            return found.isPresent() ? "console/" + name : none(response);
        });
    }

    /** @return null once the parts are written, or the view that says what is wrong */
    String parts(K id, Principal who, Locale locale, Model model, HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            byte[] html = html(reader(id, who, locale));
            if (html.length == 0) {
                return none(response);
            }
            ConsolePages.write(response, html);
            return null;
        });
    }

    void stream(K id, Principal who, Locale locale, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (find.apply(id).isEmpty()) {
            Problem.send(response, HttpServletResponse.SC_NOT_FOUND, "There is no such " + name + ".");
        } else {
            streams.open(this, reader(id, who, locale), request, response, logins.of(request));
        }
    }

    private String none(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        return "console/no-" + name;
    }

    private Optional<Map<String, Object>> model(Reader<K> reader) {
        return find.apply(reader.id())
                .map(found -> Map.of(
                        name,
                        found,
                        "at",
                        MachineClock.get().instant(),
                        "sight",
                        reader.sight(),
                        "shown",
                        new ConsoleFormat(reader.locale(), MachineClock.get().instant())));
    }

    private Reader<K> reader(K id, Principal who, Locale locale) {
        return new Reader<>(id, locale, Sight.of(who));
    }
}
