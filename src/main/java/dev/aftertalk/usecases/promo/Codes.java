package dev.aftertalk.usecases.promo;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be a promo code: something a visitor can type, and that looks the same in a mail and in a shop. */
final class Codes {

    static final String RULE = "a code has 1 to 64 letters, digits and !#$%&*+-./:=?@_~, and no spaces";

    private static final Pattern USABLE = Pattern.compile("[\\p{L}\\p{N}!#$%&*+\\-./:=?@_~]{1,64}");

    /** Blanks of every kind, also those of web pages and marks nobody sees. */
    private static final Pattern AROUND = Pattern.compile("^[\\s\\p{Z}\\ufeff\\u200b]+|[\\s\\p{Z}\\ufeff\\u200b]+$");

    /** How a spreadsheet is told to leave leading zeros alone: {@code ="0012"}. */
    private static final Pattern FORMULA = Pattern.compile("=\"([^\"]*)\"");

    /** What Excel makes of a code of more than eleven digits, and saves: the rest of the digits is gone. */
    private static final Pattern SHORTENED = Pattern.compile("\\d([.,]\\d+)?E\\+\\d{2,3}");

    /** What spreadsheets write for a code that begins like a formula, in English, French, German, Spanish and Italian. */
    private static final Pattern ERROR = Pattern.compile("#+|#(N/[ADV]|NV|DIV/0!|[¡¿]?(NAME|NOM|NOMBRE|NOME)\\?|"
            + "[¡¿]?(REF|BEZUG|RIF|VALUE|VALEUR|WERT|VALOR|VALORE|NUM|NOMBRE|ZAHL|NULL|NUL|NULO|SPILL|CALC)!)");

    /** What the column of the codes is usually called, without blanks and dashes. */
    private static final Set<String> HEADS = Set.of(
            "code",
            "codes",
            "promocode",
            "promocodes",
            "coupon",
            "coupons",
            "couponcode",
            "couponcodes",
            "voucher",
            "vouchers",
            "vouchercode",
            "vouchercodes",
            "discountcode",
            "discountcodes",
            "codepromo",
            "codespromo",
            "codepromotionnel",
            "codedereduction",
            "codederéduction",
            "gutschein",
            "gutscheine",
            "gutscheincode",
            "gutscheincodes",
            "rabattcode",
            "rabattcodes",
            "codigo",
            "código",
            "codigos",
            "códigos",
            "cupon",
            "cupón",
            "codice",
            "codici",
            "codicesconto");

    private Codes() {}

    static boolean usable(String code) {
        return USABLE.matcher(code).matches();
    }

    /** Whether a column of that name holds codes. */
    static boolean heads(String name) {
        return HEADS.contains(name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", ""));
    }

    /** A blank of any kind. */
    static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF' || c == '\u200B';
    }

    /** What stands in a cell, without what is around it for the spreadsheet's sake. */
    static String plain(String cell) {
        String text = AROUND.matcher(cell).replaceAll("");
        Matcher formula = FORMULA.matcher(text);
        return formula.matches() ? AROUND.matcher(formula.group(1)).replaceAll("") : text;
    }

    /**
     * Why what stands in a file is not given to anybody, as the end of a sentence about its line; null for a code.
     *
     * @param guessed whether nobody can be sure of the file's encoding
     */
    static String fault(String code, boolean guessed) {
        if (SHORTENED.matcher(code).matches()) {
            return "holds a number that a spreadsheet has shortened; format the column as text, and import and save it again";
        }
        if (ERROR.matcher(code).matches()) {
            return "holds what a spreadsheet writes instead of a code; format the column as text, and import and save it again";
        }
        if (guessed && code.chars().anyMatch(c -> c > 0x7F)) {
            return "holds a code with other than plain letters, and the file is not in UTF-8: nobody can be sure of it. Save the file as"
                    + " \"CSV UTF-8\"";
        }
        return usable(code) ? null : "holds no usable code: " + RULE;
    }
}
