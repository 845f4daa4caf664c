package dev.aftertalk.usecases.promo;

import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes codes that nobody can guess, by a pattern in which {@code {8}} stands for eight random characters. */
final class CodePattern {

    /** Without 0, O, 1, I and L, which look alike when they are read out or typed from paper. */
    static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    private static final Pattern RANDOM = Pattern.compile("\\{(\\d{1,2})}");
    private static final int FEWEST = 6;

    private final SecureRandom random = new SecureRandom();
    private final String pattern;

    private CodePattern(String pattern) {
        this.pattern = pattern;
    }

    /** @param setting what the pattern is called in messages */
    static CodePattern of(String setting, String pattern) {
        if (pattern == null || pattern.isBlank()) {
            throw new PromoSettingsException(setting + " is missing: write for example WELCOME-{8}");
        }
        String stripped = pattern.strip();
        int characters = RANDOM.matcher(stripped)
                .results()
                .mapToInt(part -> Integer.parseInt(part.group(1)))
                .sum();
        if (characters < FEWEST) {
            throw new PromoSettingsException(
                    setting + "=" + stripped + " makes codes that can be guessed: it needs at least " + FEWEST
                            + " random characters, as in WELCOME-{8}");
        }
        CodePattern checked = new CodePattern(stripped);
        if (!Codes.usable(checked.next())) {
            throw new PromoSettingsException(setting + "=" + stripped + " does not make usable codes: " + Codes.RULE);
        }
        return checked;
    }

    String next() {
        Matcher parts = RANDOM.matcher(pattern);
        return parts.replaceAll(part -> characters(Integer.parseInt(part.group(1))));
    }

    private String characters(int count) {
        StringBuilder characters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            characters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return characters.toString();
    }
}
