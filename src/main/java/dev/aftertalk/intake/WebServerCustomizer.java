package dev.aftertalk.intake;

import dev.aftertalk.intake.health.ConnectorProbe;
import dev.aftertalk.intake.health.IntakeGate;
import dev.aftertalk.web.OpenArea;
import dev.aftertalk.web.ProblemValve;
import java.util.List;
import java.util.function.Supplier;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.ProtocolHandler;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Sets what the web server has no property for. */
@Component
class WebServerCustomizer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final WebhookSettings webhooks;
    private final WebSettings web;
    private final ServerProperties server;
    private final ConnectorProbe probe;
    private final ArrivingBodies arriving;
    private final List<OpenArea> areas;
    private final Supplier<IntakeGate> gate;

    /** @param gate asked for when the first request comes: the web server is made before everything that decides on it */
    WebServerCustomizer(
            WebhookSettings webhooks,
            WebSettings web,
            ServerProperties server,
            ConnectorProbe probe,
            ArrivingBodies arriving,
            ObjectProvider<OpenArea> areas,
            ObjectProvider<IntakeGate> gate) {
        this.webhooks = webhooks;
        this.web = web;
        this.server = server;
        this.probe = probe;
        this.arriving = arriving;
        this.areas = areas.stream().toList();
        this.gate = SingletonSupplier.of(gate::getObject);
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(SteadyHttpProtocol.class.getName());
        factory.addContextCustomizers(
                context -> ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemValve.class.getName()));
        // A sender that waits for "100 Continue" is refused before it has sent the body.
        factory.addProtocolHandlerCustomizers(
                (AbstractHttp11Protocol<?> protocol) -> protocol.setContinueResponseTiming("onRead"));
        factory.addConnectorCustomizers(this::takeBodiesFirst);
    }

    /** Tomcat gives a connector its adapter when it is made ready, and no other way to put one in front. */
    private void takeBodiesFirst(Connector connector) {
        String given = server.getServlet().getContextPath();
        String path = given == null ? "" : given;
        BodyBounds bounds = new BodyBounds(
                path, webhooks, web, arriving, areas, () -> gate.get().open());
        connector.addLifecycleListener(event -> {
            if (event.getType().equals(Lifecycle.AFTER_INIT_EVENT)) {
                ProtocolHandler protocol = connector.getProtocolHandler();
                protocol.setAdapter(new BodyFirst(protocol.getAdapter(), bounds, probe, web.bodyTimeout()));
                probe.serves(connector, path + WebhookFilter.PATH);
            }
        });
    }
}
