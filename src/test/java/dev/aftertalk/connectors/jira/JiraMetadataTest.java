package dev.aftertalk.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.ComponentMetadata;
import org.junit.jupiter.api.Test;

/** What Camel, its catalog and editors know of {@code jira-issue:}; it is generated (see CONTRIBUTING) and must not fall behind. */
class JiraMetadataTest {

    @Test
    void tellsOfEachOptionWhatItSaysOfItself() {
        assertThat(ComponentMetadata.known("jira-issue"))
                .containsExactlyInAnyOrderEntriesOf(ComponentMetadata.said(JiraIssueOptions.class))
                .isNotEmpty();
    }

    @Test
    void bindsOptionsWithoutReflection() {
        assertThat(new JiraIssueEndpointConfigurer().getOptionType("serviceDeskId", false))
                .isEqualTo(String.class);
    }
}
