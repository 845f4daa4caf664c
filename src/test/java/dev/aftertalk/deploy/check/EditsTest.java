package dev.aftertalk.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.deploy.Edits;
import dev.aftertalk.deploy.Edits.Edit;
import dev.aftertalk.deploy.Edits.Expected;
import dev.aftertalk.deploy.RouteFile.Kind;
import dev.aftertalk.deploy.RouteSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes of every kind in every shipped file: each is refused where it is, or Camel reads what it has become. */
class EditsTest {

    private static final long SEED = Long.getLong("edits.seed", 14);

    /** Of some thousands; -Dedits=100000 takes all. */
    private static final int MOST = Integer.getInteger("edits", 600);

    @Test
    void refusesEveryBadEditWhereItIs(@TempDir Path folder) throws Exception {
        RouteFolderCopy copy = new RouteFolderCopy(folder);
        RouteSet files = copy.read();
        RouteCheck check = copy.check();
        List<Edit> edits = new ArrayList<>(Edits.of(files, SEED));
        Collections.shuffle(edits, new Random(SEED));
        edits = edits.subList(0, Math.min(MOST, edits.size()));
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        for (Edit edit : edits) {
            List<Finding> faults = check.check(edit.in(files)).stream()
                    .filter(Finding::isFault)
                    .toList();
            refused += faults.isEmpty() ? 0 : 1;
            problem(edit, faults).ifPresent(problem -> wrong.add(edit + ": " + problem + " " + faults));
        }

        assertThat(wrong).isEmpty();
        assertThat(refused).isGreaterThan(300);
    }

    private static Optional<String> problem(Edit edit, List<Finding> faults) {
        if (faults.isEmpty()) {
            return edit.expected() == Expected.EITHER ? load(edit) : Optional.of("is not refused");
        }
        // What is taken away or renamed is missed elsewhere.
        boolean here = faults.stream().anyMatch(fault -> fault.file().equals(edit.file()));
        boolean near = faults.stream()
                .anyMatch(fault -> fault.file().equals(edit.file()) && Math.abs(fault.line() - edit.line()) <= 1);
        boolean where = edit.expected() != Expected.REFUSED_AT_LINE || near;
        return where && (here || edit.gone() != null || edit.expected() == Expected.EITHER)
                ? Optional.empty()
                : Optional.of("is refused elsewhere:");
    }

    /** By Camel's own reader, without what is checked beyond its form. */
    private static Optional<String> load(Edit edit) {
        if (edit.bytes() == null || edit.of() != Kind.ROUTES && edit.of() != Kind.KAMELET) {
            return Optional.empty();
        }
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            String text = new String(edit.bytes(), StandardCharsets.UTF_8);
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(
                            ResourceHelper.fromString(edit.file().getFileName().toString(), text));
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of("is not refused, and Camel says " + e.getMessage());
        }
    }
}
