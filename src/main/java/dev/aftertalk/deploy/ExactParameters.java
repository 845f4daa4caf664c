package dev.aftertalk.deploy;

import dev.aftertalk.deploy.ExactPlaceholder.Place;
import dev.aftertalk.text.ExactText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.URISupport;

/** Writes the parameters of a step so that they get through the URI that Camel makes of them. */
final class ExactParameters {

    private static final Pattern OWN = Pattern.compile("(kamelet|ledger|iadvize|jira-issue):.*", Pattern.DOTALL);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");
    private static final Pattern RAW = Pattern.compile("RAW(?:\\((.*)\\)|\\{(.*)})", Pattern.DOTALL);
    private static final Pattern MADE = Pattern.compile("\\{\\{\\??(?:exact|raw|whole|plain):");
    private static final String LATE = "$simple{";
    private static final String EXPRESSION = "${";

    private ExactParameters() {}

    /** Whether it is a component of ours that is called, which reads {@link ExactText}. */
    static boolean isOwn(String uri) {
        return OWN.matcher(uri).matches();
    }

    /**
     * What to write below {@code parameters}.
     *
     * @param uri of the step
     * @param secret whether Camel puts a {@code RAW(…)} around it where there is none
     * @param dynamic whether Camel evaluates the URI for each message
     * @throws IllegalArgumentException with what to write instead, for what would not arrive
     */
    static String parameter(String uri, String written, boolean secret, boolean dynamic) {
        Matcher raw = RAW.matcher(written);
        boolean isRaw = raw.matches();
        String text = !isRaw ? written : raw.group(1) != null ? raw.group(1) : raw.group(2);
        if (isOwn(uri)) {
            return own(text);
        }
        if (text.contains(LATE)) {
            return written; // Camel's way of having a RAW value evaluated
        }
        if (uri.indexOf(':') < 0 && !isRaw) {
            if (ExactText.isChanged(written)) {
                throw new IllegalArgumentException(
                        "a parameter can't hold & + % # or a line break beside a uri that is only a scheme;"
                                + " write the whole address there, as in " + uri
                                + ":ADDRESS, and only options below parameters");
            }
            return with(Place.BARE, written);
        }
        Matcher placeholder = PLACEHOLDER.matcher(text);
        if (placeholder.matches() && text.startsWith("{{?") && !secret) {
            return Place.WHOLE.placeholder(placeholder.group(1));
        }
        boolean composed = placeholder.reset().find() || dynamic && text.contains(EXPRESSION);
        return composed || isRaw || ExactText.isChanged(text) ? "RAW(" + raw(text) + ")" : written;
    }

    /**
     * What to write for a URI with a query. There an {@code &} separates and an escape is one; what a placeholder stands for is neither.
     *
     * @throws IllegalArgumentException with what to write instead, for what would not arrive
     */
    static String uri(String written) {
        Address address = Address.of(written.indexOf('\n') < 0 ? written : URISupport.textBlockToSingleLine(written));
        if (address.parameters().isEmpty()) {
            return written;
        }
        StringBuilder uri = new StringBuilder(address.path());
        for (String each : address.parameters()) {
            int value = each.indexOf('=') + 1;
            uri.append(uri.length() == address.path().length() ? '?' : '&')
                    .append(each, 0, value)
                    .append(value == 0 ? each : inUri(written, each.substring(value)));
        }
        return uri.toString();
    }

    private static String inUri(String uri, String value) {
        Matcher placeholder = PLACEHOLDER.matcher(value);
        if (isOwn(uri) || value.startsWith("RAW") && placeholder.find() && !value.contains(LATE)) {
            return parameter(uri, value, false, false);
        }
        if (placeholder.reset().matches()) {
            return Place.WHOLE.placeholder(placeholder.group(1));
        }
        boolean asItIs = value.startsWith("RAW")
                || value.contains(EXPRESSION)
                || placeholder.reset().find();
        String decoded = asItIs ? value : DynamicAddress.decoded(value);
        return !asItIs && value.indexOf('%') >= 0 && ExactText.isChanged(decoded)
                ? DynamicAddress.raw(decoded)
                : with(Place.BARE, value);
    }

    /** For people: a text of Camel's that quotes what is made here. */
    static String asWritten(String text) {
        return MADE.matcher(ExactText.read(text)).replaceAll("{{").replaceAll("\\p{Cntrl}", " ");
    }

    private static String own(String text) {
        StringBuilder kept = new StringBuilder();
        int from = 0;
        for (Matcher each = PLACEHOLDER.matcher(text); each.find(); from = each.end()) {
            kept.append(ExactText.standIns(text.substring(from, each.start())))
                    .append(Place.OWN.placeholder(each.group(1)));
        }
        return kept.append(ExactText.standIns(text.substring(from))).toString();
    }

    private static String raw(String text) {
        ExactText.checkRaw(PLACEHOLDER.matcher(text).replaceAll(")")); // which a value may end with
        return with(Place.RAW, text);
    }

    private static String with(Place place, String text) {
        return PLACEHOLDER.matcher(text).replaceAll(each -> Matcher.quoteReplacement(place.placeholder(each.group(1))));
    }
}
