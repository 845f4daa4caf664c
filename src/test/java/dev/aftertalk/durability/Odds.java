package dev.aftertalk.durability;

import java.util.List;
import java.util.Random;

/** Chances and odd values, the same ones for the same seed. Nothing here is meant to harm anything: it is only unusual. */
final class Odds {

    /** What usual software gets wrong about texts: empty, long, not ASCII, half a character, looking like something else. */
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\t\r\n",
            "null",
            "true",
            "0",
            "-1",
            "007",
            "1.5",
            "1e999",
            "NaN",
            "99999999999999999999",
            "-9223372036854775808",
            "2147483648",
            "2019-04-12T07:58:35.171Z",
            "2019-04-12 07:58",
            "2019-02-30",
            "0000-00-00T00:00:00Z",
            "+999999999-12-31T23:59:59.999999999Z",
            "-999999999-01-01T00:00:00Z",
            "12019-04-12T07:58:35+18:00",
            "v2.conversation.closed",
            "satisfaction.answered",
            "CHAT",
            "4c8c7408-f73c-42cd-89e9-afbbee7d9024",
            "caf\u00e9",
            "\u65e5\u672c\u8a9e",
            "\ud834\udd1e",
            "\ud83d",
            "\udc00x",
            "\u202etfel",
            "a\u0300\u0301\u0302\u0303",
            "\ufeffmarked",
            "\u2028\u2029\u0085",
            "\u0000",
            "a\u0000b",
            "\u001b[0m",
            "\u0130\u0131\u00df\ufb03",
            "${body}",
            "{{mail.host}}",
            "#{1}",
            "%s%n%d",
            "%",
            "\"",
            "'",
            "\\",
            "\\u0041",
            "a,b;c|d",
            "[]",
            "{}",
            "{\"a\":1}",
            "<p>&amp;</p>",
            "=1+1",
            "a@shop.test",
            "a b@shop..test",
            "\"a b\"@shop.test",
            "x".repeat(199),
            "x".repeat(201),
            "\u00e9".repeat(300),
            "x y ".repeat(5_000));

    private final Random random;

    Odds(long seed) {
        random = new Random(seed);
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    /** From 0 on, without {@code end}. */
    int below(int end) {
        return random.nextInt(end);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String of(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    String text() {
        return of(TEXTS);
    }

    /** A new id that is the same in each run. */
    String id() {
        return new java.util.UUID(random.nextLong(), random.nextLong()).toString();
    }

    byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }
}
