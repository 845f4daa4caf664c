package dev.aftertalk.care.rehearse;

import dev.aftertalk.connectors.mail.MailTemplates;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.SeparateRoutes;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.Start;
import dev.aftertalk.ledger.camel.EndedRuns;
import dev.aftertalk.ledger.camel.EventMemory;
import dev.aftertalk.ledger.camel.LedgerComponent;
import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import dev.aftertalk.rehearsal.Action;
import dev.aftertalk.rehearsal.Rehearsal;
import dev.aftertalk.rehearsal.StandIns;
import dev.aftertalk.settings.Durations;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ComponentResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of the workflows, made in a CamelContext of its own in which nothing acts. */
final class Version implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Version.class);

    /** How long a run may take. */
    private static final long LONGEST_SECONDS = 120;

    /** Components that stay within the CamelContext, or only make something of a message. */
    private static final Set<String> INSIDE = Set.of(
            "bean",
            "chunk",
            "dataformat",
            "direct",
            "freemarker",
            "jolt",
            "json-patch",
            "json-validator",
            "jsonata",
            "jslt",
            "jte",
            "kamelet",
            "language",
            "log",
            "mock",
            "mustache",
            "mvel",
            "ref",
            "seda",
            "string-template",
            "stub",
            "thymeleaf",
            "validator",
            "velocity",
            "xj",
            "xslt",
            "xslt-saxon");

    private static final Pattern BEGINS =
            Pattern.compile("(ledger:(//)?(events|workflow/)|(direct|seda):|kamelet:(//)?source).*", Pattern.DOTALL);

    private final DefaultCamelContext camel = new DefaultCamelContext(false);
    private final RehearsedLedger ledger = new RehearsedLedger();
    private final Told told;
    private final Map<Path, String> notMade = new TreeMap<>();
    private final SeparateRoutes.Prepared prepared;
    private final AtomicLong runs = new AtomicLong();

    /**
     * What a version is made with.
     *
     * @param routes has its routes made
     * @param standIns for what acts
     * @param beans all there are
     * @param reading names of beans that may be called
     * @param templates the folder of mail templates
     * @param known what is the same for all versions
     */
    record Parts(
            SeparateRoutes routes,
            Collection<StandIns> standIns,
            BeanRepository beans,
            Set<String> reading,
            Path templates,
            Known known) {}

    /** Makes the routes of these files. What can't be made is in {@link #notMade}. */
    Version(RouteSet files, Parts parts) throws Exception {
        told = new Told(parts.known());
        Map<String, Object> standIns = new HashMap<>();
        parts.standIns().forEach(each -> standIns.putAll(each.of(told)));
        standIns.put(
                "ledger",
                new LedgerComponent(ledger, new EventMemory(Duration.ZERO), () -> 0, new SimpleMeterRegistry()));
        standIns.put("http", new ReadingHttp(told));
        standIns.put("https", new ReadingHttp(told));
        standIns.put("mailTemplates", new MailTemplates(parts.templates(), templates(files, parts.templates())));
        var extension = camel.getCamelContextExtension();
        extension.setRegistry(new RehearsedBeans(standIns, parts.reading(), parts.beans()));
        camel.build(); // which sets what is set next
        extension.setName("rehearsal");
        extension.addContextPlugin(ComponentResolver.class, components(standIns));
        extension.addInterceptStrategy(new EndedRuns());
        extension.registerEndpointCallback((uri, endpoint) -> standIn(uri, endpoint, parts.known()));
        camel.disableJMX();
        camel.getShutdownStrategy().setTimeout(1);
        camel.getShutdownStrategy().setShutdownNowOnTimeout(true);
        camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        prepared = parts.routes().prepare(camel, files, Version::isOfAnEvent);
        camel.start();
        make(files);
    }

    private static dev.aftertalk.connectors.mail.TemplateSource templates(RouteSet files, Path folder) {
        Map<String, byte[]> templates = files.templates(folder);
        return () -> templates;
    }

    /** The routes that events go through; one that begins elsewhere would take something from there. */
    private static boolean isOfAnEvent(RouteDefinition route) {
        return Boolean.TRUE.equals(route.isKamelet())
                || BEGINS.matcher(String.valueOf(route.getInput().getEndpointUri()))
                        .matches();
    }

    private Endpoint standIn(String uri, Endpoint endpoint, Known known) {
        return switch (uri.substring(0, uri.indexOf(':'))) {
            case "iadvize" -> new KnownAnswer(endpoint, known);
            case "salesforce" -> new ToldEndpoint(uri, endpoint.getCamelContext(), told);
            default -> endpoint;
        };
    }

    private ComponentResolver components(Map<String, Object> standIns) {
        DefaultComponentResolver own = new DefaultComponentResolver();
        return new ComponentResolver() {
            @Override
            public Component resolveComponent(String name, CamelContext context) throws Exception {
                if (standIns.get(name) instanceof Component component) {
                    return component;
                }
                return INSIDE.contains(name) ? own.resolveComponent(name, context) : ToldEndpoint.component(told);
            }
        };
    }

    private void make(RouteSet files) {
        List<RouteFile> routes = files.files().stream()
                .filter(file -> file.kind() == RouteFile.Kind.ROUTES)
                .toList();
        for (RouteFile file : routes) {
            attempt(file, () -> prepared.routes().configure(file.path(), file));
        }
        for (RouteFile file : routes) {
            if (!notMade.containsKey(file.path())) {
                attempt(file, () -> prepared.routes().make(file));
            }
        }
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private void attempt(RouteFile file, Attempt attempt) {
        try {
            attempt.run();
        } catch (Exception e) {
            LOG.debug("{} can't be rehearsed", file, e);
            Throwable cause = e;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            notMade.put(file.path(), String.valueOf(cause.getMessage()));
        }
    }

    /** Why files have no routes here. */
    Map<Path, String> notMade() {
        return notMade;
    }

    /** Runs an event through the router and all that it starts; what became of each, by the workflow's name. */
    Map<String, Worked> work(PastEvent event) throws InterruptedException {
        Map<String, Worked> worked = new LinkedHashMap<>();
        Run router = run(event, Ledger.ROUTER, Duration.ZERO);
        Outcome routed = end(router);
        List<Start> starts = routed instanceof Outcome.Routed known ? known.starts() : List.of();
        starts.forEach(start -> told.record(
                router,
                Action.of(
                        "Starts " + start.workflow(),
                        start.delay().isZero() ? Map.of() : Map.of("after", Durations.write(start.delay())))));
        worked.put(Ledger.ROUTER, worked(router, routed));
        Map<Run, CompletableFuture<Outcome>> underWay = new LinkedHashMap<>();
        for (Start start : starts) {
            Run run = run(event, start.workflow(), start.delay());
            underWay.put(run, begun(run));
        }
        for (Map.Entry<Run, CompletableFuture<Outcome>> each : underWay.entrySet()) {
            worked.put(each.getKey().workflow(), worked(each.getKey(), end(each.getValue())));
        }
        return worked;
    }

    private Worked worked(Run run, Outcome outcome) {
        String left = prepared.leftOut().get(run.workflow());
        return outcome == null
                ? new Worked(
                        run.workflow(),
                        left == null ? Worked.NOT_REHEARSED : "skipped",
                        left == null ? "no route for it could be made here" : left,
                        told.take(run))
                : new Worked(run.workflow(), outcome.state(), outcome.cause(), told.take(run));
    }

    private CompletableFuture<Outcome> begun(Run run) {
        return ledger.run(run).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private Outcome end(Run run) throws InterruptedException {
        return end(begun(run));
    }

    private static Outcome end(CompletableFuture<Outcome> begun) throws InterruptedException {
        try {
            return begun.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new Outcome.Retry(
                    Duration.ZERO, "It did not come to its end within " + LONGEST_SECONDS + " s.", false);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As if the event had come, and waited for, in time. */
    private Run run(PastEvent event, String workflow, Duration delay) {
        long now = System.currentTimeMillis();
        long received = Math.min(event.receivedAt(), now - delay.toMillis() - 1);
        return new Run(
                runs.incrementAndGet(), workflow, 1, now, now, received, null, event.id(), event.type(), event.body());
    }

    @Override
    public void close() {
        camel.stop();
    }

    /** What would have been done, by run. */
    private static final class Told implements Rehearsal {

        private final Map<String, List<Action>> actions = new ConcurrentHashMap<>();
        private final Known known;

        Told(Known known) {
            this.known = known;
        }

        @Override
        public void record(Exchange exchange, Action action) {
            record(
                    key(
                            exchange.getProperty(LedgerConstants.EVENT_ID, String.class),
                            exchange.getProperty(LedgerConstants.WORKFLOW, String.class)),
                    action);
        }

        void record(Run run, Action action) {
            record(key(run.eventId(), run.workflow()), action);
        }

        private void record(String run, Action action) {
            actions.computeIfAbsent(run, each -> Collections.synchronizedList(new ArrayList<>()))
                    .add(action);
        }

        List<Action> take(Run run) {
            List<Action> taken = actions.remove(key(run.eventId(), run.workflow()));
            return taken == null ? List.of() : List.copyOf(taken);
        }

        private static String key(String event, String workflow) {
            return event + " " + workflow;
        }

        @Override
        public <T> T same(String name, Supplier<T> made) {
            return known.same(name, made);
        }
    }
}
