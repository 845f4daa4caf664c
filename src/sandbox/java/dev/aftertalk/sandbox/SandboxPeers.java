package dev.aftertalk.sandbox;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The systems that the sandbox plays over HTTP, each as the routes in {@code sandbox/*.camel.yaml} name it. */
@Configuration(proxyBeanMethods = false)
@SandboxOnly
class SandboxPeers {

    private static final int RECORDS = 1000;

    @Bean
    SalesforceOrg salesforceOrg() {
        return new SalesforceOrg(RECORDS);
    }

    @Bean
    SalesforceFailures salesforceFailures() {
        return new SalesforceFailures();
    }

    @Bean
    PeerRoute sandboxSalesforce(SalesforceOrg org, SalesforceFailures failures, SandboxSettings settings) {
        String url = settings.url() + "/sandbox/salesforce/org";
        return new PeerRoute(new SandboxSalesforce(org, failures, Map.of("sandbox-app", "sandbox-secret"), () -> url));
    }
}
