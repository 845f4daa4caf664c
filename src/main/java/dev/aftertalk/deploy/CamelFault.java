package dev.aftertalk.deploy;

import dev.aftertalk.settings.GivenValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.springframework.core.env.Environment;

/**
 * What Camel finds wrong with a file only when its routes are made.
 *
 * @param line where, from 1; 0 when that is not known
 * @param problem in one line, without its full stop
 */
public record CamelFault(int line, String problem) {

    private static final Pattern TRIAL = Pattern.compile("\\btrial-\\d+-");

    /**
     * Says it as people would look for it.
     *
     * @param file whose routes could not be made
     * @param failure Camel's own
     */
    public static CamelFault of(RouteFile file, Throwable failure, Environment settings) {
        List<Throwable> chain = RouteFaultAnalyzer.chain(failure);
        for (Throwable each : chain) {
            if (each instanceof MarkedYamlEngineException yaml) {
                int line = yaml.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
                return new CamelFault(line, line(yaml.getProblem()));
            }
        }
        String all = chain.stream().map(Throwable::getMessage).collect(Collectors.joining("\n"));
        List<String> names = RouteFaultAnalyzer.PLACEHOLDER
                .matcher(RouteFaultAnalyzer.step(all))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        Matcher kamelet = RouteFaultAnalyzer.TEMPLATE.matcher(all);
        String problem = (kamelet.find() ? "the kamelet " + kamelet.group(1) + " can't be made: " : "")
                + RouteFault.of(chain)
                + names.stream()
                        .map(name -> GivenValues.describe(settings, name))
                        .flatMap(Optional::stream)
                        .map(value -> ", where " + value)
                        .collect(Collectors.joining());
        return new CamelFault(place(file, chain, names), line(problem));
    }

    private static int place(RouteFile file, List<Throwable> chain, List<String> names) {
        List<String> lines =
                new String(file.bytes(), StandardCharsets.UTF_8).lines().toList();
        RoutePlace.Fault fault = RouteFaultAnalyzer.fault(chain, names);
        return chain.stream()
                .map(RouteFaultAnalyzer::route)
                .filter(id -> id != null)
                .map(CamelRoutes::withoutTrial)
                .map(id -> RoutePlace.in(lines, id, fault))
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .findFirst()
                .orElse(0);
    }

    private static String line(String text) {
        return TRIAL.matcher(text)
                .replaceAll("")
                .strip()
                .replaceAll("\\s*\\R\\s*", " ")
                .replaceAll("\\.$", "");
    }
}
