package dev.aftertalk.promo;

import java.util.regex.Pattern;

/** What can be a promo code: something a visitor can type, and that looks the same in a mail and in a shop. */
final class Codes {

    static final String RULE = "a code has 1 to 64 letters, digits and !#$%&*+-./:=?@_~, and no spaces";

    private static final Pattern USABLE = Pattern.compile("[\\p{L}\\p{N}!#$%&*+\\-./:=?@_~]{1,64}");

    private Codes() {}

    static boolean usable(String code) {
        return USABLE.matcher(code).matches();
    }
}
