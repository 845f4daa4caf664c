package dev.aftertalk.console;

import dev.aftertalk.care.rehearse.Rehearsal;
import dev.aftertalk.care.rehearse.Rehearsals;
import dev.aftertalk.live.Fragment;
import dev.aftertalk.live.LiveSource;
import dev.aftertalk.time.MachineClock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How far the rehearsal is that people look at. */
@Component
class RehearsalSource implements LiveSource<Locale> {

    private final Rehearsals rehearsals;
    private final Fragment fragment;

    RehearsalSource(Rehearsals rehearsals, Fragment fragment) {
        this.rehearsals = rehearsals;
        this.fragment = fragment;
    }

    @Override
    public long version() {
        return rehearsals.version();
    }

    @Override
    public byte[] html(Locale locale) {
        return fragment.html("console/rehearsal-parts", model(locale), locale);
    }

    /** What the templates are given. */
    Map<String, Object> model(Locale locale) {
        Map<String, Object> model = new HashMap<>();
        model.put("at", MachineClock.get().instant());
        model.put("shown", new ConsoleFormat(locale, MachineClock.get().instant()));
        model.put("kept", Rehearsal.KEPT);
        rehearsals.latest().ifPresent(latest -> model.put("rehearsal", latest));
        return model;
    }
}
