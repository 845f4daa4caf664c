package dev.aftertalk.connectors.quota;

import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/** What the headers of answers say of quotas; what can't be understood says nothing. */
public final class LimitHeaders {

    /** Of Salesforce's REST API, such as {@code api-usage=10018/100000}: used, and the limit of a day. */
    public static final String SALESFORCE = "Sforce-Limit-Info";

    private static final Pattern USAGE = Pattern.compile("(?:^|[;,\\s])api-usage=(\\d{1,12})/(\\d{1,12})(?:$|[;,\\s])");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");

    private LimitHeaders() {}

    /** Reads {@link #SALESFORCE}. @param value null for none */
    public static void salesforce(String value, Quota quota) {
        Matcher usage = USAGE.matcher(value == null ? "" : value);
        if (usage.find()) {
            long used = Long.parseLong(usage.group(1));
            long limit = Long.parseLong(usage.group(2));
            quota.heard(limit - used, limit, null);
        }
    }

    /** Reads {@code X-RateLimit-Limit}, {@code X-RateLimit-Remaining} and {@code X-RateLimit-Reset}, as Jira Cloud sends them. */
    public static void jira(HttpResponse answer, Quota quota) {
        String left = value(answer, "X-RateLimit-Remaining");
        String limit = value(answer, "X-RateLimit-Limit");
        if (isNumber(left) && isNumber(limit)) {
            quota.heard(
                    Long.parseLong(left.strip()),
                    Long.parseLong(limit.strip()),
                    resetsIn(value(answer, "X-RateLimit-Reset")));
        }
    }

    private static String value(HttpResponse answer, String name) {
        Header header = answer.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static boolean isNumber(String value) {
        return value != null && NUMBER.matcher(value.strip()).matches();
    }

    /** @param at such as {@code 2026-11-30T08:00Z}, by the clock that this machine has as well */
    private static Duration resetsIn(String at) {
        try {
            return at == null
                    ? null
                    : Duration.between(
                            MachineClock.get().instant(),
                            OffsetDateTime.parse(at.strip()).toInstant());
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
