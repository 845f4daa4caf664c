package dev.aftertalk.webhook;

import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Sets what the web server has no property for. */
@Component
class WebServerCustomizer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(
                context -> ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemValve.class.getName()));
        // A sender that waits for "100 Continue" is refused before it has sent the body.
        factory.addProtocolHandlerCustomizers(
                (AbstractHttp11Protocol<?> protocol) -> protocol.setContinueResponseTiming("onRead"));
    }
}
