package dev.aftertalk.care.sample;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** iAdvize's events as its documentation shows them ({@code iadvize/events}), to begin a sample event with. */
@Component
public class EventExamples {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FOLDER = "iadvize/events/";
    private static final String END = ".json";

    private final SingletonSupplier<List<String>> names = SingletonSupplier.of(EventExamples::find);

    /** What there is, by type and, where a type has several forms, by form; in the order of the alphabet. */
    public List<String> names() {
        return names.obtain();
    }

    private static List<String> find() {
        try {
            Resource[] all = new PathMatchingResourcePatternResolver().getResources("classpath:" + FOLDER + "*" + END);
            return Arrays.stream(all)
                    .map(Resource::getFilename)
                    .map(name -> name.substring(0, name.length() - END.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The jar is damaged: " + FOLDER + " can't be read", e);
        }
    }

    /**
     * An example with new ids and dates.
     *
     * @return JSON with line breaks; empty when there is none of that name
     */
    public Optional<String> fresh(String name) {
        if (!names().contains(name)) {
            return Optional.empty();
        }
        try (InputStream in = new ClassPathResource(FOLDER + name + END).getInputStream()) {
            ObjectNode event = (ObjectNode) JSON.readTree(in);
            FreshIds.renew(event);
            return Optional.of(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(event));
        } catch (IOException e) {
            throw new UncheckedIOException("The jar is damaged: " + FOLDER + name + END + " can't be read", e);
        }
    }
}
