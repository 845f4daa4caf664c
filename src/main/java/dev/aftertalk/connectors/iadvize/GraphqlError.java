package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.JsonAnswers;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What kind of fault one entry of a GraphQL answer's {@code errors} is. Neither the specification nor iAdvize says it, so it is told by what
 * the usual servers put into {@code extensions} (Apollo a {@code code}, graphql-java and Spring a {@code classification}, webonyx a
 * {@code category}), and by their words where there is no such sign.
 */
enum GraphqlError {
    /** It does not know our user, whatever is asked. */
    UNAUTHENTICATED,
    /** About what our user may see. */
    REFUSED,
    /** The query does not fit the schema. */
    INVALID,
    /** What was asked for is not there, or is nothing where the schema promises something. */
    MISSING,
    /** What the statuses 429 and 500 to 599 are to REST: a resolver, or what is behind it, failed. */
    SERVER,
    /** None of these is known of it. */
    UNKNOWN;

    private static final List<String> SIGNS = List.of("code", "category", "classification");

    private static final Pattern UNAUTHENTICATED_SIGN = words("unauthenticated|(invalid|expired).token|401");
    private static final Pattern UNAUTHENTICATED_WORDS = words("unauthenticated|(invalid|expired).token");
    private static final Pattern REFUSED_SIGN =
            words("unauthorized|not.?authorized|forbidden|(access|permission).?denied|403");
    private static final Pattern REFUSED_WORDS = words(
            "unauthorized|not (authori[sz]ed|permitted)|forbidden|(access|permission).denied|insufficient (permission|right|scope|privilege)");
    private static final Pattern NULL_WORDS = words("non-?null(able)? (field|type)|as a non.null type");
    private static final Pattern SERVER_SIGN = words(
            ".*(internal|time(d)?_?out|unavailable|too_?many|rate_?limit|throttl|downstream|upstream|gateway|overload|aborted|exhausted|deadline).*|429|5\\d\\d");
    private static final Pattern INVALID_SIGN = words(
            "graphql|.*validation.*|.*(parse|resolution)_fail.*|bad_user_input|bad_request|invalid_?syntax|operation_?not_?supported|4(00|05|22)");
    private static final Pattern MISSING_SIGN = words(".*not_?found|null_?value_?in_?non_?nullable_?field|4(04|10)");
    private static final Pattern INVALID_WORDS = words(
            "cannot query|unknown (type|argument|field|fragment|directive|operation)|(type|field|argument) .*(undefined|doesn't exist)|fieldundefined|syntax error|validation.(error|failed)|pass validation|must (not )?have a|conflict because|expected type|variable .*(of (required )?type|got invalid)");
    private static final Pattern SERVER_WORDS = words(
            "internal|server error|unexpected error|time.?out|timed.out|unavailable|too.many|rate.?limit|throttl|gateway|upstream|downstream|socket|\\bconnection|overload|temporar|try again|maintenance|went wrong|\\be(conn|timedout|ai_again|notfound|pipe|hostunreach|netunreach)|\\b(429|5\\d\\d)\\b");
    private static final Pattern MISSING_WORDS = words(
            "not found|(does not|doesn't) exist|no such|no (conversation|visitor)|unknown (conversation|visitor)");

    /** The kind of one error; {@link #UNKNOWN} for what is no object. */
    static GraphqlError of(JsonNode error) {
        JsonNode extensions = error.path("extensions");
        List<String> signs = SIGNS.stream()
                .map(name -> JsonAnswers.text(extensions, name))
                .flatMap(Stream::ofNullable)
                .toList();
        String text = JsonAnswers.text(error, "message");
        String said = text == null ? "" : text;
        if (any(UNAUTHENTICATED_SIGN, signs)
                || UNAUTHENTICATED_WORDS.matcher(said).find()) {
            return UNAUTHENTICATED;
        }
        if (any(REFUSED_SIGN, signs) || REFUSED_WORDS.matcher(said).find()) {
            return REFUSED;
        }
        if (NULL_WORDS.matcher(said).find()) { // Apollo calls this, too, an internal error
            return MISSING;
        }
        return bySign(signs, said);
    }

    private static GraphqlError bySign(List<String> signs, String said) {
        if (any(SERVER_SIGN, signs)) {
            return SERVER;
        }
        if (any(MISSING_SIGN, signs)) {
            return MISSING;
        }
        // before the server's words: a query that is refused is quoted, with whatever its fields are called
        if (any(INVALID_SIGN, signs) || INVALID_WORDS.matcher(said).find()) {
            return INVALID;
        }
        if (SERVER_WORDS.matcher(said).find()) {
            return SERVER;
        }
        return MISSING_WORDS.matcher(said).find() ? MISSING : UNKNOWN;
    }

    private static boolean any(Pattern pattern, List<String> signs) {
        return signs.stream().anyMatch(sign -> pattern.matcher(sign).matches());
    }

    private static Pattern words(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }
}
