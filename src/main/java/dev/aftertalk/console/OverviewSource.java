package dev.aftertalk.console;

import dev.aftertalk.live.Fragment;
import dev.aftertalk.live.LiveSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the open overviews show. */
@Component
class OverviewSource implements LiveSource<OverviewSource.Reader> {

    /** All of one language who may see as much see the same. */
    record Reader(Locale locale, Sight sight) {}

    private final OverviewReader overviews;
    private final Fragment fragment;

    OverviewSource(OverviewReader overviews, Fragment fragment) {
        this.overviews = overviews;
        this.fragment = fragment;
    }

    @Override
    public long version() {
        return overviews.version();
    }

    @Override
    public byte[] html(Reader reader) {
        return fragment.html("console/overview-parts", model(reader), reader.locale());
    }

    /** What the templates are given. */
    Map<String, Object> model(Reader reader) {
        Overview overview = overviews.read();
        Map<String, Object> model = new HashMap<>();
        model.put("overview", overview);
        model.put("shown", new ConsoleFormat(reader.locale(), overview.at()));
        model.put("sight", reader.sight());
        return model;
    }
}
