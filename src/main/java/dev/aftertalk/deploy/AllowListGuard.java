package dev.aftertalk.deploy;

import dev.aftertalk.connectors.calls.PlainHttpComponent;
import dev.aftertalk.ledger.PermanentException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.CompositeHttpConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultInterceptSendToEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.springframework.core.env.Environment;

/**
 * Has no endpoint made that routes may not use, also where its address is only known once a message is there, and no host called that routes may
 * not call, also where a header or a redirect leads there.
 */
@org.springframework.stereotype.Component
class AllowListGuard implements CamelContextCustomizer {

    /** Options that take away what is added to the client of a component that a route declares. */
    private static final Pattern CLIENT = Pattern.compile("[?&]httpClient(Configurer)?=");

    private final AllowList allowed;

    AllowListGuard(Environment settings) {
        this.allowed = new AllowList(settings);
    }

    @Override
    public void configure(CamelContext context) {
        context.getCamelContextExtension().registerEndpointCallback(this::check);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onComponentAdd(String name, Component component) {
                check(component);
            }
        });
        context.getComponentNames().forEach(name -> check(context.hasComponent(name)));
    }

    private void check(Component component) {
        if (component instanceof PlainHttpComponent http) {
            http.guard(client -> HostCheck.addTo(client, allowed.hosts(), () -> proxies(http)));
        } else if (component instanceof HttpComponent http) {
            http.setHttpClientConfigurer(CompositeHttpConfigurer.combineConfigurers(
                    http.getHttpClientConfigurer(), client -> HostCheck.addTo(client, allowed.hosts(), Set::of)));
        }
    }

    /** Those that {@code camel.component.http.*} names: whoever runs the server has set them. */
    private static Set<String> proxies(HttpComponent http) {
        return Stream.of(http.getProxyHost(), http.getProxyAuthHost())
                .filter(Objects::nonNull)
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private Endpoint check(String uri, Endpoint endpoint) {
        boolean own = endpoint instanceof HttpEndpoint http && http.getComponent() instanceof PlainHttpComponent;
        if (!own
                && endpoint instanceof HttpEndpoint
                && !allowed.hosts().areAll()
                && CLIENT.matcher(uri).find()) {
            throw new IllegalArgumentException(
                    "where routes.allowed-hosts lists hosts, only http: and https: take a client of your own.");
        }
        String usual = usual(uri, endpoint);
        allowed.refusal(usual).ifPresent(refusal -> {
            throw new IllegalArgumentException(refusal + ".");
        });
        return allowed.hosts().isLedByHeaders(usual.split("[:?]", 2)[0]) ? withHeadersAsked(endpoint) : endpoint;
    }

    /** For a component whose client can't be asked itself. */
    private Endpoint withHeadersAsked(Endpoint endpoint) {
        DefaultInterceptSendToEndpoint asked = new DefaultInterceptSendToEndpoint(endpoint, false);
        asked.setBefore(exchange -> allowed.hosts()
                .refusalOfHeaders(exchange.getMessage())
                .ifPresent(refusal -> {
                    throw new PermanentException(refusal + ".");
                }));
        return asked;
    }

    /** With the scheme that a component has by itself: a route can declare one under another name. */
    private static String usual(String uri, Endpoint endpoint) {
        String scheme = uri.split("[:?]", 2)[0];
        Class<?> type = endpoint instanceof DefaultEndpoint made && made.getComponent() != null
                ? made.getComponent().getClass()
                : Object.class;
        for (; type != Object.class; type = type.getSuperclass()) {
            org.apache.camel.spi.annotations.Component names =
                    type.getAnnotation(org.apache.camel.spi.annotations.Component.class);
            if (names != null) {
                List<String> own = List.of(names.value().split(","));
                return own.contains(scheme) ? uri : own.get(0) + uri.substring(scheme.length());
            }
        }
        return uri;
    }
}
