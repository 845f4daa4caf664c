package dev.aftertalk.security;

/** Others' words for the log: one line of harmless characters, cut to a length. */
final class Words {

    private static final int LONGEST = 200;

    private Words() {}

    static String of(String text) {
        String harmless = text == null ? "nothing" : text.replaceAll("[^\\p{Alnum} .,:;/_@()'\\[\\]=+-]", "?");
        return harmless.length() > LONGEST ? harmless.substring(0, LONGEST) + "..." : harmless;
    }
}
