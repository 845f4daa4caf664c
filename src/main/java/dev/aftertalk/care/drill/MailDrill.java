package dev.aftertalk.care.drill;

import dev.aftertalk.connectors.detour.Detours;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Faults of the mail server. */
@Component
class MailDrill implements Drill {

    static final String PREFIX = "mail-";

    private final Detours detours;

    MailDrill(Detours detours) {
        this.detours = detours;
    }

    @Override
    public List<String> names() {
        return Stream.of(MailFault.Kind.values())
                .map(kind -> PREFIX + kind.code())
                .toList();
    }

    @Override
    public Fault begin(String name, DrillCalls calls) throws IOException {
        MailFault fault = new MailFault(MailFault.Kind.of(name.substring(PREFIX.length())), calls, detours);
        detours.leadMail(fault);
        return fault;
    }
}
