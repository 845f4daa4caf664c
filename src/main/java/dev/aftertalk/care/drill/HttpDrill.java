package dev.aftertalk.care.drill;

import dev.aftertalk.connectors.detour.Detours;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Faults of the systems that speak HTTP. */
@Component
class HttpDrill implements Drill {

    static final List<String> SYSTEMS = List.of("iadvize", "salesforce", "jira");

    private final Detours detours;

    HttpDrill(Detours detours) {
        this.detours = detours;
    }

    @Override
    public List<String> names() {
        return SYSTEMS.stream()
                .flatMap(system -> Stream.of(HttpFault.Kind.values()).map(kind -> system + "-" + kind.code()))
                .toList();
    }

    @Override
    public Fault begin(String name, DrillCalls calls) throws IOException {
        int end = name.indexOf('-');
        String system = name.substring(0, end);
        HttpFault fault = new HttpFault(system, HttpFault.Kind.of(name.substring(end + 1)), calls, detours);
        detours.lead(system, fault);
        return fault;
    }
}
