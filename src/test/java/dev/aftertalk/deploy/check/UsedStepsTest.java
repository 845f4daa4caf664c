package dev.aftertalk.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.diagnosis.UsedStep;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.ResourcePropertySource;

/** On the shipped routes and edits of them. */
class UsedStepsTest {

    @TempDir
    Path folder;

    private final Map<String, Object> given = new HashMap<>(Map.of("jira.url", "https://shop.test"));
    private RouteFolderCopy routes;

    @BeforeEach
    void copy() throws Exception {
        routes = new RouteFolderCopy(folder);
    }

    private Usage usage() throws Exception {
        StandardEnvironment settings = new StandardEnvironment();
        settings.getPropertySources().addFirst(new MapPropertySource("given", given));
        settings.getPropertySources()
                .addLast(new ResourcePropertySource("jar", new ClassPathResource("application.properties")));
        return UsedSteps.of(routes.read(), settings);
    }

    private List<UsedStep> steps() throws Exception {
        return usage().steps();
    }

    private List<UsedStep> steps(String address) throws Exception {
        return steps().stream().filter(step -> step.address().equals(address)).toList();
    }

    private Set<String> workflows(String address) throws Exception {
        return steps(address).stream().map(UsedStep::workflow).collect(Collectors.toSet());
    }

    @Test
    void findsWhatIsCalledThroughKameletsWithWhatTheyAreGiven() throws Exception {
        assertThat(steps("jira-issue:open")).hasSize(2).allSatisfy(step -> {
            assertThat(step.parameter("labels")).isEqualTo("aftertalk");
            assertThat(step.parameter("project")).isEmpty();
            assertThat(step.parameter("summary")).contains("${variable.");
            assertThat(step.missing()).containsExactly("jira.email", "jira.api-token", "jira.project");
        });
        assertThat(steps("jira-issue:open").get(0).file())
                .isEqualTo(routes.file("workflows/jira-ticket-for-score.camel.yaml"));
    }

    @Test
    void knowsTheVariablesThatAKameletHasSetBefore() throws Exception {
        assertThat(steps("bean:salesforceTask")).singleElement().satisfies(step -> {
            assertThat(step.variables().get("leadFields")).contains("PostalCode:");
            assertThat(step.variables().get("taskFields")).contains("Subject:", "Status:      Completed");
        });
    }

    @Test
    void leavesOutStepsThatAreSwitchedOffAndWorkflowsThatNobodyStarts() throws Exception {
        assertThat(workflows("smtp:mail-server")).containsExactly("thank-you-email");
        assertThat(workflows("bean:alertMail")).containsExactly("alerts");

        given.put("workflows.promo-code", "yes");
        assertThat(workflows("smtp:mail-server")).contains("promo-code");

        routes.edit("router.camel.yaml", text -> text.replace("ledger:start/thank-you-email", "ledger:start/csat"));
        assertThat(workflows("smtp:mail-server")).doesNotContain("thank-you-email");
    }

    @Test
    void knowsStepsThatAreSwitchedOffWhereSomethingIsNotConfigured() throws Exception {
        assertThat(workflows("iadvize:conversation")).doesNotContain("csat");

        given.put("iadvize.rest.api-key", "key");
        assertThat(workflows("iadvize:conversation")).contains("csat");
    }

    @Test
    void followsDirectRoutesFromWhereTheyAreCalled() throws Exception {
        Files.write(
                routes.file("workflows/more.camel.yaml"),
                """
                - route:
                    id: more
                    from:
                      uri: ledger:workflow/csat
                      steps:
                        - setVariable:
                            name: ticketFields
                            constant: "customfield_1: a"
                        - to:
                            uri: direct
                            parameters:
                              name: open
                        - to: direct:open
                - route:
                    id: open
                    from:
                      uri: direct:open
                      steps:
                        - choice:
                            otherwise:
                              steps:
                                - toD:
                                    uri: "jira-issue:open?summary=a&project={{jira.url}}"
                                - to:
                                    disabled: true
                                    uri: jira-issue:open
                """
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(steps("jira-issue:open").stream()
                        .filter(step -> step.workflow().equals("more")))
                .hasSize(2)
                .allSatisfy(step -> {
                    assertThat(step.variables()).containsEntry("ticketFields", "customfield_1: a");
                    assertThat(step.parameter("project")).isEqualTo("https://shop.test");
                });
        assertThat(workflows("jira-issue:open")).doesNotContain("open");
    }

    @Test
    void passesOverWhatIsNoYaml() throws Exception {
        Files.writeString(routes.file("workflows/broken.camel.yaml"), "- route: [");

        assertThat(steps("iadvize:visitor")).isNotEmpty();
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void namesWhatItCouldNotRead() throws Exception {
        assertThat(usage().unread()).isEmpty();

        routes.edit("workflows/promo-code.camel.yaml", text -> "- route: [");
        for (String file : List.of("router.camel.yaml", "mail/promo-code.ftlh")) { // a mail uses nothing
            Files.delete(routes.file(file));
            Files.createSymbolicLink(routes.file(file), Path.of("/proc/self/mem")); // which nobody reads from its start
        }

        assertThat(usage().unread())
                .containsExactlyInAnyOrder(
                        routes.file("workflows/promo-code.camel.yaml"), routes.file("router.camel.yaml"));
        assertThat(steps("jira-issue:open")).isEmpty();
    }
}
