package dev.aftertalk.sandbox;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The systems that the sandbox plays over HTTP, each by the name that its route in {@code sandbox/*.camel.yaml} has for it. */
final class SandboxPeers {

    static final int ISSUES = 500;
    private static final int RECORDS = 1000;
    /** As many as an org of the Enterprise Edition has, without users. */
    private static final int A_DAY = 100_000;

    private SandboxPeers() {}

    @Configuration(proxyBeanMethods = false)
    @SandboxOnly
    static class Iadvize {

        @Bean
        PeerRoute sandboxIadvize(IadvizeData data) {
            var credentials =
                    new SandboxIadvize.Credentials("sandbox-api-key", "sandbox@aftertalk.test", "sandbox-password");
            return new PeerRoute("/sandbox/iadvize", new SandboxIadvize(credentials, data));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @SandboxOnly
    static class Salesforce {

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
            Map<String, String> apps = Map.of("sandbox-app", "sandbox-secret");
            return new PeerRoute(
                    prefix,
                    new SandboxSalesforce(org, failures, apps, () -> url, new DailyRequests(A_DAY, A_DAY / 1440.0)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @SandboxOnly
    static class Jira {

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
            Map<String, String> users = Map.of("sandbox@aftertalk.test", "sandbox-jira-token");
            return new PeerRoute("/sandbox/jira", new SandboxJira(issues, trouble, users));
        }
    }
}
