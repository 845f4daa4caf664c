package dev.aftertalk.care.drill;

import dev.aftertalk.connectors.detour.Detours;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A drill's fault without the rest of the drill, for tests of those it is made for. */
public final class Drilling implements AutoCloseable {

    public final DrillCalls calls = new DrillCalls();
    private final Fault fault;

    public Drilling(String name, Detours detours) throws IOException {
        Drill drill = List.of(new HttpDrill(detours), new MailDrill(detours)).stream()
                .filter(each -> each.names().contains(name))
                .findFirst()
                .orElseThrow();
        fault = drill.begin(name, calls);
    }

    /** How many calls met it, by what became of them. */
    public Map<String, Long> met() {
        return calls.met();
    }

    public long through() {
        return calls.through();
    }

    public void end() {
        fault.end();
    }

    @Override
    public void close() {
        fault.close();
    }
}
