package dev.aftertalk.care.drill;

import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.detour.HttpDetour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A fault of one system that speaks HTTP. What it does to a call it does on the wire, in a proxy before each of the system's hosts. */
final class HttpFault implements Fault, HttpDetour {

    /** How late a slow answer comes. */
    private static final Duration LATE = Duration.ofSeconds(3);

    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    /** What a record is made at, without what names the record. */
    private static final Pattern KIND_OF_RECORD = Pattern.compile("(.*/sobjects/[^/]+)/.*");

    private final String system;
    private final Kind kind;
    private final DrillCalls calls;
    private final Detours detours;
    private final RefusingAddress refusing = new RefusingAddress();
    private final Map<URI, LoopbackProxy> proxies = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);

    /** What happens. */
    enum Kind {
        TOO_MANY("429"),
        OUTAGE("outage"),
        SLOW("slow"),
        HANG("hang"),
        CUT("cut"),
        TOKEN("token");

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

    HttpFault(String system, Kind kind, DrillCalls calls, Detours detours) throws IOException {
        this.system = system;
        this.kind = kind;
        this.calls = calls;
        this.detours = detours;
    }

    @Override
    public InetSocketAddress instead(URI origin) {
        if (kind == Kind.OUTAGE && !isOver()) {
            calls.met("refused connection");
            return refusing.address();
        }
        return proxies.computeIfAbsent(origin, this::proxy).address();
    }

    private LoopbackProxy proxy(URI origin) {
        try {
            return new LoopbackProxy(origin, this::treat);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void treat(LoopbackProxy.Call call) throws IOException, InterruptedException {
        boolean spared = SystemAnswers.isLogin(call.path()) && (kind == Kind.TOO_MANY || kind == Kind.TOKEN);
        if (isOver() || spared || kind == Kind.OUTAGE) {
            calls.passed();
            HttpResponse<byte[]> answer = call.askOrSay();
            note(call, answer, true);
            call.answer(answer);
        } else {
            spoil(call);
        }
    }

    private void spoil(LoopbackProxy.Call call) throws IOException, InterruptedException {
        switch (kind) {
            case TOO_MANY -> {
                calls.met("too many calls");
                call.answer(SystemAnswers.tooMany(system, call.path()));
            }
            case TOKEN -> {
                calls.met("token refused");
                call.answer(SystemAnswers.wrongToken(system, call.path()));
            }
            case SLOW -> {
                calls.met("late answer");
                HttpResponse<byte[]> answer = call.askOrSay();
                note(call, answer, true);
                over.await(LATE.toMillis(), TimeUnit.MILLISECONDS);
                call.answer(answer);
            }
            case CUT -> cut(call, call.ask());
            default -> {
                calls.met("no answer");
                over.await();
            }
        }
    }

    /** Not each question's: a run is to get as far as to act, and not to hear of that. */
    private void cut(LoopbackProxy.Call call, HttpResponse<byte[]> answer) throws IOException {
        boolean changed = answer.statusCode() == CREATED || answer.statusCode() == NO_CONTENT;
        if (changed || questions.getAndIncrement() % 2 == 0) {
            calls.met("cut answer");
            note(call, answer, false);
            call.cut(answer);
        } else {
            calls.passed();
            call.answer(answer);
        }
    }

    /** Each of these systems says 201 when it has made something, and something else when it has changed or found it. */
    private void note(LoopbackProxy.Call call, HttpResponse<byte[]> answer, boolean heard) {
        if (answer.statusCode() == CREATED) {
            Matcher record = KIND_OF_RECORD.matcher(call.path());
            calls.carriedOut(call.caller(), record.matches() ? record.group(1) : call.path(), heard);
        }
    }

    private boolean isOver() {
        return over.getCount() == 0;
    }

    @Override
    public void end() {
        over.countDown();
        refusing.close();
    }

    @Override
    public void close() {
        end();
        detours.lead(system, null);
        proxies.values().forEach(LoopbackProxy::close);
    }
}
