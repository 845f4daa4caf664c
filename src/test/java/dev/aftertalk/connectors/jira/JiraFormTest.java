package dev.aftertalk.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.UsedStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of a form and of a step that fills it in. */
class JiraFormTest {

    private static final String SUMMARY = "{\"fieldId\":\"summary\",\"name\":\"Summary\",\"required\":true}";
    private static final String DESCRIPTION = "{\"fieldId\":\"description\",\"name\":\"Description\"}";
    private static final String LABELS = "{\"fieldId\":\"labels\",\"name\":\"Labels\"}";

    private static UsedStep step(String ticketFields) {
        Map<String, String> variables = ticketFields == null ? Map.of() : Map.of("ticketFields", ticketFields);
        return new UsedStep("tickets", Path.of("tickets.yaml"), "jira-issue:open", Map.of(), variables, List.of());
    }

    private static List<String> told(boolean desk, String ticketFields, String... fields) throws Exception {
        List<String> told = new ArrayList<>();
        Report report = new Report() {
            @Override
            public void tell(Diagnosis each) {
                told.add(each.level() + " " + each.found() + " " + each.todo());
            }

            @Override
            public void heard(String system, String date) {}
        };
        String all = "[" + String.join(",", fields) + "]";
        new JiraForm(
                        new JiraTarget(desk, "CUST", "Task"),
                        new ObjectMapper().readTree(all),
                        desk ? "defaultValues" : "hasDefaultValue")
                .compare(List.of(step(ticketFields)), report);
        return told;
    }

    @Test
    void isRightWhereJiraFillsInWhatItWantsBesides() throws Exception {
        String own = "{\"fieldId\":\"customfield_1\",\"name\":\"Team\",\"required\":true,\"hasDefaultValue\":true}";
        String reporter = "{\"fieldId\":\"reporter\",\"name\":\"Reporter\",\"required\":true}";

        assertThat(told(false, null, SUMMARY, DESCRIPTION, LABELS, own, reporter))
                .singleElement()
                .asString()
                .startsWith("OK All that Jira wants is set by tickets.");
    }

    @Test
    void knowsFieldsByTheFirstPartOfTheirNames() throws Exception {
        String list = "{\"fieldId\":\"components\",\"name\":\"Components\",\"required\":true}";

        assertThat(told(false, "components.0.name: Chat", SUMMARY, DESCRIPTION, LABELS, list))
                .singleElement()
                .asString()
                .startsWith("OK");
        assertThat(told(false, "# components.0.name: Chat", SUMMARY, DESCRIPTION, LABELS, list))
                .singleElement()
                .asString()
                .startsWith("PROBLEM Jira wants Components (components), which tickets does not set");
    }

    @Test
    void wantsTheLabelsByWhichAnIssueIsFoundAgain() throws Exception {
        assertThat(told(false, null, SUMMARY, DESCRIPTION))
                .singleElement()
                .asString()
                .startsWith("PROBLEM Its form does not have the field labels")
                .contains("add Labels to the project's create and edit screens");
    }

    @Test
    void warnsOfWhatTheScreenLacks() throws Exception {
        assertThat(told(false, "customfield_7: x", SUMMARY, DESCRIPTION, LABELS))
                .singleElement()
                .asString()
                .startsWith("WARNING tickets sets customfield_7, which the create screen does not have.");
    }

    @Test
    void readsTheFormOfAServiceDesk() throws Exception {
        String urgency = "{\"fieldId\":\"customfield_9\",\"name\":\"Urgency\",\"required\":true,\"defaultValues\":[]}";
        String known = "{\"fieldId\":\"customfield_8\",\"name\":\"Kind\",\"required\":true,\"defaultValues\":[{}]}";

        assertThat(told(true, null, SUMMARY, DESCRIPTION, urgency, known))
                .singleElement()
                .asString()
                .startsWith("PROBLEM Jira wants Urgency (customfield_9), which");
        assertThat(told(true, null, SUMMARY))
                .singleElement()
                .asString()
                .startsWith("PROBLEM Its form does not have the field description")
                .contains("add Description to the request type");
    }
}
