package dev.aftertalk.durability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What was answered how often, and each kind of fault with how often it was seen and its first example. */
final class Findings {

    private static final int LONGEST = 3_000;

    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Map<String, String> examples = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> faults = new ConcurrentHashMap<>();

    void answered(String how) {
        answers.computeIfAbsent(how, key -> new LongAdder()).increment();
    }

    void fault(String kind, Supplier<String> example) {
        faults.computeIfAbsent(kind, key -> new LongAdder()).increment();
        examples.computeIfAbsent(kind, key -> example.get());
    }

    long count() {
        return answers.values().stream().mapToLong(LongAdder::sum).sum();
    }

    Map<String, LongAdder> answers() {
        return new TreeMap<>(answers);
    }

    /** Every kind of fault. */
    List<String> faults() {
        List<String> all = new ArrayList<>();
        new TreeMap<>(examples)
                .forEach((kind, example) -> all.add(
                        "\n" + kind + ", seen " + faults.get(kind) + " times, first as:\n" + example.indent(4)));
        return all;
    }

    /** Bytes as text of one line for each of theirs. */
    static String shown(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < Math.min(bytes.length, LONGEST); at++) {
            char c = (char) (bytes[at] & 0xff);
            if (c == '\n') {
                text.append("\\n\n");
            } else if (c == '\r') {
                text.append("\\r");
            } else if (c < ' ' || c > '~') {
                text.append("\\x%02x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return bytes.length > LONGEST ? text + "… of " + bytes.length + " bytes" : text.toString();
    }
}
