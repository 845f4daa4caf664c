package dev.aftertalk.usecases.survey;

import dev.aftertalk.text.WebAddresses;
import dev.aftertalk.usecases.satisfaction.Question;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * How visitors are asked: {@code survey.*}. A setting that can't be right leaves out the
 * workflow that asks.
 *
 * @param url template of the link to another survey tool; empty for our own page
 * @param validFor how long a link to our own page opens
 * @param questions what our own page asks, in its order: fields of {@code satisfaction.answered}
 * @param brand whose survey it is, in words for the visitor; empty for none
 * @param maxAnswers how often answers are taken by one link: each time is an event of its own
 * @param delay how long after the end of a conversation the router starts the workflow that asks
 */
@ConfigurationProperties("survey")
record SurveySettings(
        @DefaultValue("") String url,
        @DefaultValue("14d") Duration validFor,
        @DefaultValue({"customerSatisfaction", "netPromoterScore", "satisfactionComment"}) List<String> questions,
        @DefaultValue("") String brand,
        @DefaultValue("20") int maxAnswers,
        @DefaultValue("10m") Duration delay) {

    /** What a link to another tool may carry. */
    static final Set<String> FIELDS =
            Set.of("eventId", "conversationId", "projectId", "visitorId", "visitorExternalId", "channel");

    private static final Set<String> ASKED = Set.of(
            Question.CUSTOMER_SATISFACTION.field(),
            Question.NET_PROMOTER_SCORE.field(),
            Question.SATISFACTION_COMMENT.field());
    /** The ledger takes no longer one. */
    private static final Duration LONGEST_DELAY = Duration.ofDays(366);

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");

    SurveySettings {
        url = url.strip();
        brand = brand.strip();
        questions = List.copyOf(new LinkedHashSet<>(questions.stream()
                .map(String::strip)
                .filter(StringUtils::hasText)
                .toList()));
        checkUrl(url);
        if (maxAnswers < 1) {
            throw new IllegalArgumentException("survey.max-answers must be at least 1");
        }
        if (validFor.isNegative() || validFor.isZero()) {
            throw new IllegalArgumentException("survey.valid-for must be more than nothing, such as 14d");
        }
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("survey.delay must be 0s to 366d, such as 10m");
        }
        if (questions.isEmpty() || !ASKED.containsAll(questions)) {
            throw new IllegalArgumentException("survey.questions is " + questions
                    + "; name one or more of customerSatisfaction, netPromoterScore, satisfactionComment");
        }
    }

    private static void checkUrl(String url) {
        if (!url.isEmpty() && !isWebAddress(url)) {
            throw new IllegalArgumentException("survey.url is \"" + url
                    + "\"; write a web address such as https://forms.example.com/s?conversation={conversationId}");
        }
        Matcher placeholders = PLACEHOLDER.matcher(url);
        while (placeholders.find()) {
            if (!FIELDS.contains(placeholders.group(1))) {
                throw new IllegalArgumentException(
                        "survey.url holds {" + placeholders.group(1)
                                + "}; use only {conversationId}, {projectId}, {visitorId}, {visitorExternalId}, {channel}, {eventId}");
            }
        }
    }

    /** The placeholders stand behind the host: no visitor's id says where the link leads. */
    private static boolean isWebAddress(String url) {
        try {
            URI filled = new URI(PLACEHOLDER.matcher(url).replaceAll("x"));
            return url.matches("https?://[^/?#{}]+.*") && WebAddresses.isWeb(filled);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
