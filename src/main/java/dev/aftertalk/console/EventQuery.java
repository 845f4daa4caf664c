package dev.aftertalk.console;

import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.FilterException;
import dev.aftertalk.ledger.history.SearchCursor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.web.util.UriUtils;

/**
 * What the address of a list asks for. Names that are not known are left alone: {@code lang} is another's. Public for the templates.
 *
 * @param filter what is searched for
 * @param from where to go on
 */
public record EventQuery(EventFilter filter, SearchCursor from) {

    /**
     * Reads it from the parameters of an address.
     *
     * @throws FilterException for what can't be asked for
     */
    static EventQuery of(Map<String, String> asked) {
        Map<String, String> given = new TreeMap<>();
        asked.forEach((name, value) -> {
            if (EventFilter.NAMES.contains(name) && value != null && !value.isBlank()) {
                given.put(name, value.strip());
            }
        });
        return new EventQuery(EventFilter.of(given), SearchCursor.of(asked.get("cursor")));
    }

    /** What is asked for by one name; empty for nothing. */
    public String of(String name) {
        return filter.asMap().getOrDefault(name, "");
    }

    /** Whether anything is asked for. */
    public boolean asks() {
        return !filter.asMap().isEmpty();
    }

    /** The filter as the part of an address behind the question mark. */
    public String query() {
        return query(filter.asMap());
    }

    /** The same, to go on from a place. */
    public String query(SearchCursor next) {
        Map<String, String> all = new TreeMap<>(filter.asMap());
        all.put("cursor", next.toString());
        return query(all);
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + UriUtils.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
