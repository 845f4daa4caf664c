package dev.aftertalk.care.rehearse;

import static org.apache.camel.model.ProcessorDefinitionHelper.filterTypeInOutputs;

import dev.aftertalk.connectors.mail.MailTemplates;
import dev.aftertalk.deploy.AllowList;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.SeparateRoutes;
import dev.aftertalk.ledger.camel.EndedRuns;
import dev.aftertalk.ledger.camel.EventMemory;
import dev.aftertalk.ledger.camel.LedgerComponent;
import dev.aftertalk.rehearsal.StandIns;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.impl.engine.DefaultLanguageResolver;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.Language;
import org.apache.camel.spi.LanguageResolver;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/** Makes CamelContexts in which nothing acts: what would leave them is told, and what begins elsewhere is left out. */
final class InertContext {

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
            "kamelet",
            "language",
            "log",
            "mock",
            "mustache",
            "ref",
            "string-template",
            "stub",
            "thymeleaf",
            "validator",
            "velocity",
            "xj",
            "xslt",
            "xslt-saxon");

    /** Components whose templates can run any code. */
    private static final Set<String> CODE = Set.of("jte", "mvel");

    private static final Pattern BEGINS =
            Pattern.compile("(ledger:(//)?(events|workflow/)|direct:|kamelet:(//)?source).*", Pattern.DOTALL);

    private final SeparateRoutes routes;
    private final Collection<StandIns> standIns;
    private final BeanRepository beans;
    private final Set<String> reading;
    private final Path templates;

    /**
     * Makes contexts with what there is.
     *
     * @param routes has their routes made
     * @param standIns for what acts
     * @param beans all there are
     * @param reading names of beans that may be called, and of languages that may be used though they can run any code
     * @param folders where the mail templates lie
     */
    InertContext(
            SeparateRoutes routes,
            Collection<StandIns> standIns,
            BeanRepository beans,
            Set<String> reading,
            RouteFolders folders) {
        this.routes = routes;
        this.standIns = standIns;
        this.beans = beans;
        this.reading = reading;
        this.templates = folders.templates();
    }

    /**
     * Readies a context, which is not started yet.
     *
     * @param elsewhere is told where a route begins that is left out
     *
     * @param ledger gives the runs
     * @param told is told what would have been done
     */
    SeparateRoutes.Prepared prepare(
            DefaultCamelContext camel, RouteSet files, RehearsedLedger ledger, Told told, Consumer<String> elsewhere) {
        Map<String, Object> instead = instead(files, ledger, told);
        var extension = camel.getCamelContextExtension();
        extension.setRegistry(new RehearsedBeans(instead, reading, beans, told));
        camel.build(); // which sets what is set next
        extension.setName("rehearsal");
        extension.addContextPlugin(ComponentResolver.class, components(instead, told));
        extension.addContextPlugin(LanguageResolver.class, languages());
        extension.addInterceptStrategy(new RehearsedSteps(told));
        extension.addInterceptStrategy(new EndedRuns());
        extension.addLogListener((exchange, logger, message) -> "In a rehearsal: " + message);
        extension.registerEndpointCallback((uri, endpoint) -> standIn(uri, endpoint, told));
        camel.disableJMX();
        camel.getShutdownStrategy().setTimeout(1);
        camel.getShutdownStrategy().setShutdownNowOnTimeout(true);
        camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        return routes.prepare(camel, files, route -> isWanted(route, elsewhere));
    }

    private Map<String, Object> instead(RouteSet files, RehearsedLedger ledger, Told told) {
        Map<String, Object> instead = new HashMap<>();
        standIns.forEach(each -> instead.putAll(each.of(told)));
        instead.put(
                "ledger",
                new LedgerComponent(ledger, new EventMemory(Duration.ZERO), () -> 0, new SimpleMeterRegistry()));
        instead.put("http", new ReadingHttp(told));
        instead.put("https", new ReadingHttp(told));
        Map<String, byte[]> texts = files.templates(templates);
        instead.put("mailTemplates", new MailTemplates(templates, () -> texts));
        return instead;
    }

    private ComponentResolver components(Map<String, Object> instead, Told told) {
        DefaultComponentResolver own = new DefaultComponentResolver();
        return new ComponentResolver() {
            @Override
            public Component resolveComponent(String name, CamelContext context) throws Exception {
                if (instead.get(name) instanceof Component component) {
                    return component;
                }
                if (CODE.contains(name)) {
                    requireReading("the component", name);
                    return own.resolveComponent(name, context);
                }
                return INSIDE.contains(name) ? own.resolveComponent(name, context) : ToldEndpoint.component(told);
            }
        };
    }

    private LanguageResolver languages() {
        return new DefaultLanguageResolver() {
            @Override
            public Language resolveLanguage(String name, CamelContext context) {
                if (AllowList.canRunAnyCode(name)) {
                    requireReading("the language", name);
                }
                return super.resolveLanguage(name, context);
            }
        };
    }

    private void requireReading(String what, String name) {
        if (!reading.contains(name)) {
            throw new IllegalArgumentException(what + " '" + name
                    + "' can't be used in a rehearsal, since it can run any code and nobody knows whether that acts; when it only reads or"
                    + " computes, name it in routes.rehearsed-beans");
        }
    }

    private static Endpoint standIn(String uri, Endpoint endpoint, Told told) {
        if (endpoint instanceof DirectEndpoint direct) {
            direct.setBlock(false); // a part that could not be made does not come while one waits
        }
        return switch (uri.substring(0, uri.indexOf(':'))) {
            case "iadvize" -> new KnownAnswer(endpoint, told.known());
            case "salesforce" -> new ToldEndpoint(uri, endpoint.getCamelContext(), told);
            default -> endpoint;
        };
    }

    private static boolean isWanted(RouteDefinition route, Consumer<String> elsewhere) {
        if (!isOfAnEvent(route)) {
            elsewhere.accept(String.valueOf(route.getInput().getEndpointUri()).replaceFirst("[:?].*", ""));
            return false;
        }
        inTurn(route.getOutputs());
        return true;
    }

    /**
     * What would go on beside the run would be told after its end, when nobody listens, or once in this order and once in that.
     *
     * @param steps of a route, what its configuration and its file say for it included
     */
    private static void inTurn(List<ProcessorDefinition<?>> steps) {
        filterTypeInOutputs(steps, WireTapDefinition.class)
                .forEach(each -> each.executorService(new SynchronousExecutorService()));
        filterTypeInOutputs(steps, OnCompletionDefinition.class).forEach(each -> each.setParallelProcessing("false"));
        filterTypeInOutputs(steps, MulticastDefinition.class).forEach(each -> each.setParallelProcessing("false"));
        filterTypeInOutputs(steps, SplitDefinition.class).forEach(each -> each.setParallelProcessing("false"));
        filterTypeInOutputs(steps, RecipientListDefinition.class).forEach(each -> each.setParallelProcessing("false"));
    }

    /** The routes that events go through; one that begins elsewhere would take something from there. */
    private static boolean isOfAnEvent(RouteDefinition route) {
        return Boolean.TRUE.equals(route.isKamelet())
                || BEGINS.matcher(String.valueOf(route.getInput().getEndpointUri()))
                        .matches();
    }
}
