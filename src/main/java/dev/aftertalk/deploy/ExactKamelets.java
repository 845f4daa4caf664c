package dev.aftertalk.deploy;

import dev.aftertalk.text.ExactText;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.spi.annotations.Component;

/**
 * Camel's kamelets, given their parameters as they are written ({@link ExactText}), and none they don't take: by whatever way it comes, a
 * misspelt name or a value that the kamelet's own pattern refuses is an error.
 */
@Component("kamelet")
public final class ExactKamelets extends KameletComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ExactText.read(parameters);
        String name = remaining.split("/", 2)[0];
        if (!name.equals("source") && !name.equals("sink")) {
            DeclaredParameters.of(getCamelContext(), name).ifPresent(declared -> check(declared, parameters));
        }
        return super.createEndpoint(uri, remaining, parameters);
    }

    private void check(DeclaredParameters declared, Map<String, Object> parameters) {
        Set<String> options = new HashSet<>(getCamelContext()
                .getCamelContextExtension()
                .getEndpointUriFactory("kamelet")
                .propertyNames());
        options.add("bridgeErrorHandler");
        parameters.forEach((name, value) -> declared.faultOfName(name, options)
                .or(() -> declared.faultOfValue(name, String.valueOf(value)))
                .ifPresent(fault -> {
                    throw new IllegalArgumentException(fault);
                }));
    }
}
