package dev.aftertalk.sandbox;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The systems that the sandbox plays over HTTP, each as the routes in {@code sandbox/*.camel.yaml} name it. */
@Configuration(proxyBeanMethods = false)
@SandboxOnly
class SandboxPeers {

    static final int ISSUES = 500;
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
        String prefix = "/sandbox/salesforce/org";
        String url = settings.url() + prefix;
        return new PeerRoute(
                prefix, new SandboxSalesforce(org, failures, Map.of("sandbox-app", "sandbox-secret"), () -> url));
    }

    @Bean
    SandboxJiraIssues sandboxJiraIssues() {
        return new SandboxJiraIssues(ISSUES);
    }

    @Bean
    SandboxJiraTrouble sandboxJiraTrouble() {
        return new SandboxJiraTrouble();
    }

    @Bean
    PeerRoute sandboxJira(SandboxJiraIssues issues, SandboxJiraTrouble trouble) {
        return new PeerRoute(
                "/sandbox/jira",
                new SandboxJira(issues, trouble, Map.of("sandbox@aftertalk.test", "sandbox-jira-token")));
    }
}
