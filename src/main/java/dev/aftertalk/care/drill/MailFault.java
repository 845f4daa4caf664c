package dev.aftertalk.care.drill;

import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.detour.MailDetour;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.stream.Stream;

/** A fault of the mail server. */
final class MailFault implements Fault, MailDetour {

    private static final String PUT_OFF = "451 4.3.0 Temporary local problem, please try later";
    private static final String REFUSED = "550 5.1.1 The mailbox is not available";

    private final Kind kind;
    private final DrillCalls calls;
    private final Detours detours;
    private final RefusingAddress refusing = new RefusingAddress();
    private final SilentServer silent = new SilentServer();
    private volatile boolean over;

    /** What happens. */
    enum Kind {
        PUTS_OFF("4xx"),
        REFUSES("5xx"),
        OUTAGE("outage"),
        HANG("hang"),
        CUT("cut");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** The end of the drill's name. */
        String code() {
            return code;
        }

        static Kind of(String code) {
            return Stream.of(values())
                    .filter(kind -> kind.code.equals(code))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(code));
        }
    }

    MailFault(Kind kind, DrillCalls calls, Detours detours) throws IOException {
        this.kind = kind;
        this.calls = calls;
        this.detours = detours;
    }

    @Override
    public InetSocketAddress instead() {
        if (!over && kind == Kind.OUTAGE) {
            calls.met("refused connection");
            return refusing.address();
        }
        if (!over && kind == Kind.HANG) {
            calls.met("no answer");
            return silent.address();
        }
        return null;
    }

    @Override
    public String replyTo(String verb) throws IOException {
        if (over || verb.equals("QUIT")) {
            return null;
        }
        return switch (kind) {
            case PUTS_OFF -> refusal(verb, "mail put off", PUT_OFF);
            case REFUSES -> refusal(verb, "mail refused", REFUSED);
            case OUTAGE -> {
                calls.met("broken connection");
                throw new SocketException("Connection reset");
            }
            case HANG -> silence(verb);
            case CUT -> null;
        };
    }

    private String refusal(String verb, String kindOfCall, String reply) {
        if (!verb.equals("RCPT")) {
            return null;
        }
        calls.met(kindOfCall);
        return reply;
    }

    /** The message itself still goes to its end: its half would leave nobody in doubt. */
    private String silence(String verb) {
        if (verb.equals(".")) {
            return null;
        }
        calls.met("no answer");
        return SILENCE;
    }

    @Override
    public boolean taken(String caller, String mail) {
        boolean cut = !over && kind == Kind.CUT;
        if (cut) {
            calls.met("cut answer");
        } else {
            calls.passed();
        }
        calls.carriedOut(caller, mail, !cut);
        return cut;
    }

    @Override
    public void end() {
        over = true;
        refusing.close();
        silent.close();
    }

    @Override
    public void close() {
        end();
        detours.leadMail(null);
    }
}
