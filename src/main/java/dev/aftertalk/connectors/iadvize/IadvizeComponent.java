package dev.aftertalk.connectors.iadvize;

import java.util.Map;
import java.util.function.BiFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.service.ServiceHelper;

/**
 * iAdvize as routes ask it: {@code iadvize:visitor} and {@code iadvize:conversation}. It holds the credentials, which never stand in a route or
 * in a message.
 */
@Component("iadvize")
public final class IadvizeComponent extends DefaultComponent {

    private final Map<String, LookUp> lookUps;
    private final IadvizeApis apis;

    /**
     * @param apis used for nothing else
     * @param each what is made of a look-up, by the name of what it looks up
     */
    IadvizeComponent(
            IadvizeSettings settings,
            ConversationSchema schema,
            IadvizeApis apis,
            BiFunction<String, LookUp, LookUp> each) {
        this.apis = apis;
        this.lookUps = Map.of(
                "visitor", each.apply("visitor", new IadvizeVisitor(settings, apis)),
                "conversation", each.apply("conversation", new IadvizeConversation(settings, schema, apis)));
    }

    /** One that can't be started, and tells what is wrong with an address all the same. */
    public static IadvizeComponent forAddressesOnly() {
        return new IadvizeComponent(null, null, null, (object, lookUp) -> lookUp);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        LookUp lookUp = lookUps.get(remaining);
        if (lookUp == null) {
            throw new IllegalArgumentException(
                    "There is no iadvize:" + remaining + "; there are iadvize:visitor and iadvize:conversation.");
        }
        return new IadvizeEndpoint(uri, this, remaining, lookUp);
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        super.setCamelContext(camelContext);
        if (apis != null) {
            apis.setCamelContext(camelContext);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(apis);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopAndShutdownService(apis);
        super.doStop();
    }

    IadvizeApis apis() {
        return apis;
    }
}
