package dev.aftertalk.console;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Where people find what a run made in another system. Public for the templates. */
@Component
public class TargetLinks {

    private static final Pattern JIRA_KEY = Pattern.compile("[A-Z][A-Z0-9_]+-\\d+");
    private static final Pattern SALESFORCE_RECORD = Pattern.compile("\\w+ (\\w{15}(?:\\w{3})?)");

    /** Where anybody logs in; records are found on an organization's own domain alone. */
    private static final Pattern FOR_ALL = Pattern.compile("https?://(login|test)\\.salesforce\\.com.*");

    private final String jira;
    private final String salesforce;

    TargetLinks(Environment settings) {
        jira = settings.getProperty("jira.url", "");
        salesforce = settings.getProperty("salesforce.login-url", "");
    }

    /**
     * The address of a target.
     *
     * @param target as the ledger has it: {@code SHOP-12}, {@code Lead 00Q5g00000A}
     * @return empty for what has none, such as the Message-ID of a mail
     */
    public Optional<String> of(String target) {
        Matcher record = SALESFORCE_RECORD.matcher(target);
        if (!jira.isBlank() && JIRA_KEY.matcher(target).matches()) {
            return Optional.of(below(jira, "browse/" + target));
        }
        return !salesforce.isBlank()
                        && record.matches()
                        && !FOR_ALL.matcher(salesforce).matches()
                ? Optional.of(below(salesforce, record.group(1)))
                : Optional.empty();
    }

    private static String below(String url, String path) {
        return url.replaceFirst("/+$", "") + "/" + path;
    }
}
