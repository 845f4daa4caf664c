package dev.aftertalk.care.drill;

import dev.aftertalk.connectors.detour.Detours;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sees what the systems do whose calls meet no fault, by a fault that has ended: so what is done twice is seen in any drill. */
final class Watch implements AutoCloseable {

    private final List<Fault> ended = new ArrayList<>();

    /**
     * Watches all systems but the one that is drilled.
     *
     * @param drill its name
     * @param calls told of what they carry out
     */
    static Watch besides(String drill, DrillCalls calls, Detours detours) throws IOException {
        Watch watch = new Watch();
        try {
            for (String system : HttpDrill.SYSTEMS) {
                if (!drill.startsWith(system + "-")) {
                    HttpFault fault = new HttpFault(system, HttpFault.Kind.SLOW, calls, detours);
                    watch.end(fault);
                    detours.lead(system, fault);
                }
            }
            if (!drill.startsWith(MailDrill.PREFIX)) {
                MailFault fault = new MailFault(MailFault.Kind.PUTS_OFF, calls, detours);
                watch.end(fault);
                detours.leadMail(fault);
            }
            return watch;
        } catch (IOException e) {
            watch.close();
            throw e;
        }
    }

    private void end(Fault fault) {
        ended.add(fault);
        fault.end();
    }

    @Override
    public void close() {
        ended.forEach(Fault::close);
    }
}
