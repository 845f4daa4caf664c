package dev.aftertalk.console;

import dev.aftertalk.care.retention.Erasures;
import dev.aftertalk.live.Fragment;
import dev.aftertalk.live.LiveSource;
import dev.aftertalk.time.MachineClock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How far the erasure is that admins look at. */
@Component
class ErasureSource implements LiveSource<Locale> {

    private final Erasures erasures;
    private final Fragment fragment;

    ErasureSource(Erasures erasures, Fragment fragment) {
        this.erasures = erasures;
        this.fragment = fragment;
    }

    @Override
    public long version() {
        return erasures.version();
    }

    @Override
    public byte[] html(Locale locale) {
        return fragment.html("console/erasure-parts", model(locale), locale);
    }

    /** What the templates are given. */
    Map<String, Object> model(Locale locale) {
        Map<String, Object> model = new HashMap<>();
        model.put("at", MachineClock.get().instant());
        model.put("shown", new ConsoleFormat(locale, MachineClock.get().instant()));
        erasures.latest().ifPresent(latest -> model.put("erasure", latest));
        return model;
    }
}
