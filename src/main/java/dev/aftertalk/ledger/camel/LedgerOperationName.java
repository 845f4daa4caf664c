package dev.aftertalk.ledger.camel;

import dev.aftertalk.ledger.Ledger;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What a {@code ledger:} endpoint can do, and which options it then takes. */
enum LedgerOperationName {
    ACCEPT(false),
    CHECK(false),
    EVENTS(false, "concurrency"),
    START(true, "delay"),
    WORKFLOW(
            true,
            "concurrency",
            "oncePerConversation",
            "redeliveryDelay",
            "backOffMultiplier",
            "maximumRedeliveryDelay",
            "giveUpAfter",
            "maximumRedeliveries"),
    RETRY(
            false,
            "redeliveryDelay",
            "backOffMultiplier",
            "maximumRedeliveryDelay",
            "giveUpAfter",
            "maximumRedeliveries"),
    DEAD(false, "reason"),
    SKIP(false, "reason"),
    INTENT(false, "target", "permit");

    private static final String NAME_PATTERN = "[a-z0-9][a-z0-9.-]{0,99}";

    private final boolean named;
    private final List<String> options;

    LedgerOperationName(boolean named, String... options) {
        this.named = named;
        this.options = List.of(options);
    }

    static LedgerOperationName of(String text) {
        for (LedgerOperationName each : values()) {
            if (each.text().equals(text)) {
                return each;
            }
        }
        String known = Arrays.stream(values()).map(o -> "ledger:" + o).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("There is no ledger:" + text + "; there are " + known + ".");
    }

    /** @throws IllegalArgumentException when the name of a workflow is missing, unusable or too much, or an option is not one of this operation */
    void check(String name, Collection<String> given) {
        if (!named && name != null) {
            throw new IllegalArgumentException("ledger:" + this + " takes no name; leave out /" + name + ".");
        }
        if (named && (name == null || !name.matches(NAME_PATTERN) || name.equals(Ledger.ROUTER))) {
            throw new IllegalArgumentException("ledger:" + this
                    + " needs the name of a workflow, in lower-case letters, digits and hyphens (and not "
                    + Ledger.ROUTER + ").");
        }
        for (String option : given) {
            if (!options.contains(option)
                    && !option.equals("bridgeErrorHandler")
                    && !option.equals("lazyStartProducer")) {
                throw new IllegalArgumentException("ledger:" + this + " has no option " + option + "; it has "
                        + (options.isEmpty() ? "none" : String.join(", ", options)) + ".");
            }
        }
    }

    private String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public String toString() {
        return named ? text() + "/NAME" : text();
    }
}
