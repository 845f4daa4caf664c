package dev.aftertalk.ledger.camel;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerRuns;
import dev.aftertalk.ledger.Start;
import dev.aftertalk.settings.Durations;
import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Stores events, starts workflows for them and hands them out, durably and once.
 *
 * <p>In a route that begins with {@code ledger:events} or {@code ledger:workflow/NAME} the body is the event as a map, and the exchange has
 * the properties of {@link LedgerConstants}. The run is done when the route ends, unless a step ended it otherwise
 * ({@code ledger:skip}, {@code ledger:dead}, {@code ledger:retry}); a route that throws past every handler is tried again.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "ledger",
        title = "Ledger",
        syntax = "ledger:operation/name",
        category = {Category.WORKFLOW},
        remote = false)
public final class LedgerEndpoint extends DefaultEndpoint {

    private static final int MOST = 1000;
    private static final Duration LONGEST = Duration.ofDays(366);

    private final LedgerRuns ledger;
    private final SentLongAgo old;
    private final AheadRouter router;

    @UriPath(
            description = "What to do",
            enums = "accept,check,events,start,workflow,retry,dead,skip,intent",
            javaType = "java.lang.String")
    @Metadata(required = true)
    private final LedgerOperationName operation;

    @UriPath(description = "Name of the workflow, for start and workflow")
    private final String name;

    @UriParam(label = "consumer", description = "How many runs are worked on at once", defaultValue = "16")
    private int concurrency = 16;

    @UriParam(
            label = "consumer",
            description = "workflow: whether a run is skipped when another event of its conversation was acted on",
            defaultValue = "false")
    private boolean oncePerConversation;

    @UriParam(label = "producer", description = "start: how long to wait before the workflow runs", defaultValue = "0s")
    private String delay = "0s";

    @UriParam(
            label = "producer",
            description = "skip, dead: why, as a Simple expression; dead takes it from the exception by default")
    private String reason;

    @UriParam(label = "producer", description = "intent: what is about to be done, as a Simple expression")
    private String target;

    @UriParam(
            label = "producer",
            description = "intent: what is asked whether it may be done, as a Simple expression that finds a"
                    + " dev.aftertalk.ledger.IntentPermit, or nothing")
    private String permit;

    // What is not said here is left to the workflow, and what the workflow does not say to RetryPolicy.DEFAULT.

    @UriParam(description = "workflow, retry: delay after the first attempt", defaultValue = "1s")
    private String redeliveryDelay;

    @UriParam(
            description = "workflow, retry: what the delay is multiplied by after each further attempt",
            defaultValue = "2")
    private Double backOffMultiplier;

    @UriParam(description = "workflow, retry: longest delay", defaultValue = "5m")
    private String maximumRedeliveryDelay;

    @UriParam(description = "workflow, retry: for how long to go on before the run is dead", defaultValue = "24h")
    private String giveUpAfter;

    @UriParam(
            description = "workflow, retry: how many attempts after the first before the run is dead; -1 for no limit",
            defaultValue = "-1")
    private Integer maximumRedeliveries;

    LedgerEndpoint(
            String uri,
            LedgerComponent component,
            LedgerRuns ledger,
            SentLongAgo old,
            LedgerOperationName operation,
            String name) {
        super(uri, component);
        this.router = component.router();
        this.ledger = ledger;
        this.old = old;
        this.operation = operation;
        this.name = name;
    }

    /** @throws IllegalArgumentException when an option's value makes no sense */
    void check() {
        require(concurrency >= 1 && concurrency <= MOST, "concurrency must be 1 to " + MOST);
        Duration wait = Durations.parse("delay", delay);
        require(!wait.isNegative(), "delay can't be negative");
        require(wait.compareTo(LONGEST) <= 0, "delay must be at most a year");
        checkRetries();
        require(
                operation != LedgerOperationName.SKIP || reason != null,
                "reason is missing: say why the run is skipped");
        require(
                operation != LedgerOperationName.INTENT || target != null,
                "target is missing: say what is about to be done");
    }

    private void checkRetries() {
        RetryPolicy given = retries();
        Duration first = given.or(RetryPolicy.DEFAULT).redeliveryDelay();
        Duration longest = given.maximumRedeliveryDelay();
        require(first.toMillis() > 0, "redeliveryDelay must be at least 1 ms");
        require(first.compareTo(LONGEST) <= 0, "redeliveryDelay must be at most a year");
        require(
                longest == null || longest.compareTo(first) >= 0,
                "maximumRedeliveryDelay can't be below redeliveryDelay");
        require(longest == null || longest.compareTo(LONGEST) <= 0, "maximumRedeliveryDelay must be at most a year");
        require(backOffMultiplier == null || backOffMultiplier >= 1, "backOffMultiplier must be at least 1");
        require(
                maximumRedeliveries == null || maximumRedeliveries >= RetryPolicy.NO_LIMIT,
                "maximumRedeliveries must be 0 or more, or -1 for no limit");
    }

    private RetryPolicy retries() {
        return new RetryPolicy(
                duration("redeliveryDelay", redeliveryDelay),
                backOffMultiplier,
                duration("maximumRedeliveryDelay", maximumRedeliveryDelay),
                duration("giveUpAfter", giveUpAfter),
                maximumRedeliveries);
    }

    private static Duration duration(String option, String text) {
        return text == null ? null : Durations.parse(option, text);
    }

    private void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException("ledger:" + operation + ": " + message + ".");
        }
    }

    @Override
    public Producer createProducer() {
        return switch (operation) {
            case ACCEPT -> new AcceptProducer(this, ledger, old, router);
            case CHECK -> new CheckProducer(this, old);
            case START -> new RunProducer(this, RunStep.start(new Start(name, Durations.parse("delay", delay))));
            case RETRY -> new RunProducer(this, RunStep.retry(retries()));
            case DEAD -> new RunProducer(this, RunStep.dead(simple(reason)));
            case SKIP -> new RunProducer(this, RunStep.skip(simple(reason)));
            case INTENT -> new RunProducer(this, RunStep.intent(ledger, simple(target), simple(permit)));
            case EVENTS, WORKFLOW ->
                throw new UnsupportedOperationException(
                        "ledger:" + operation + " can only begin a route; to start a workflow use ledger:start/NAME.");
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        RetryPolicy retries = retries().or(RetryPolicy.DEFAULT);
        LedgerConsumer consumer =
                switch (operation) {
                    case EVENTS ->
                        new LedgerConsumer(this, processor, ledger, router, Ledger.ROUTER, concurrency, false, retries);
                    case WORKFLOW ->
                        new LedgerConsumer(
                                this, processor, ledger, router, name, concurrency, oncePerConversation, retries);
                    default ->
                        throw new UnsupportedOperationException("ledger:" + operation
                                + " can't begin a route; only ledger:events and ledger:workflow/NAME can.");
                };
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    private Expression simple(String text) {
        return text == null ? null : getCamelContext().resolveLanguage("simple").createExpression(text);
    }

    public String getOperation() {
        return operation.toString();
    }

    public String getName() {
        return name;
    }

    public int getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    public boolean isOncePerConversation() {
        return oncePerConversation;
    }

    public void setOncePerConversation(boolean oncePerConversation) {
        this.oncePerConversation = oncePerConversation;
    }

    public String getDelay() {
        return delay;
    }

    public void setDelay(String delay) {
        this.delay = delay;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason;
    }

    public String getTarget() {
        return target;
    }

    public void setTarget(String target) {
        this.target = target;
    }

    public String getPermit() {
        return permit;
    }

    public void setPermit(String permit) {
        this.permit = permit;
    }

    public String getRedeliveryDelay() {
        return redeliveryDelay;
    }

    public void setRedeliveryDelay(String redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }

    public Double getBackOffMultiplier() {
        return backOffMultiplier;
    }

    public void setBackOffMultiplier(Double backOffMultiplier) {
        this.backOffMultiplier = backOffMultiplier;
    }

    public String getMaximumRedeliveryDelay() {
        return maximumRedeliveryDelay;
    }

    public void setMaximumRedeliveryDelay(String maximumRedeliveryDelay) {
        this.maximumRedeliveryDelay = maximumRedeliveryDelay;
    }

    public String getGiveUpAfter() {
        return giveUpAfter;
    }

    public void setGiveUpAfter(String giveUpAfter) {
        this.giveUpAfter = giveUpAfter;
    }

    public Integer getMaximumRedeliveries() {
        return maximumRedeliveries;
    }

    public void setMaximumRedeliveries(Integer maximumRedeliveries) {
        this.maximumRedeliveries = maximumRedeliveries;
    }
}
