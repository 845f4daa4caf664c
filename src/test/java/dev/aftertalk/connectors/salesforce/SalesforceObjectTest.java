package dev.aftertalk.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of an object by what Salesforce says of it. */
class SalesforceObjectTest {

    private static final SalesforceObject LEAD = new SalesforceObject(
            "Lead",
            "salesforce.lead-external-id",
            "Visitor__c",
            Set.of("Company", "LeadSource"),
            Set.of("Email", "Owner.Key__c"),
            "leads");

    private final ObjectNode described = new ObjectMapper().createObjectNode();
    private final ArrayNode fields = described.putArray("fields");

    SalesforceObjectTest() {
        described.put("createable", true).put("updateable", true).put("queryable", true);
        field("Company").put("nillable", false);
        field("LeadSource").put("updateable", false);
        field("EMAIL");
        field("Visitor__c").put("externalId", true);
        field("OwnerId").put("nillable", false).put("defaultedOnCreate", true);
        field("IsConverted").put("nillable", false).put("createable", false);
    }

    private ObjectNode field(String name) {
        return fields.addObject()
                .put("name", name)
                .put("createable", true)
                .put("updateable", true)
                .put("nillable", true)
                .put("defaultedOnCreate", false)
                .put("externalId", false);
    }

    private ObjectNode known(String name) {
        for (var field : fields) {
            if (field.path("name").asText().equals(name)) {
                return (ObjectNode) field;
            }
        }
        throw new AssertionError(name);
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        LEAD.compare(described, new Report() {
            @Override
            public void tell(Diagnosis each) {
                told.add(each.level() + " " + each.found());
            }

            @Override
            public void heard(String system, String date) {}
        });
        return told;
    }

    @Test
    void isRightWhereAllCanBeWrittenWhenItIs() {
        assertThat(told())
                .containsExactly("OK It has all fields that are written by leads, and this user may write them.");
    }

    @Test
    void namesRightsThatTheUserLacks() {
        described.put("createable", false).put("updateable", false);

        assertThat(told()).containsExactly("PROBLEM This user lacks the right Create, Edit on Lead.");
    }

    @Test
    void namesFieldsThatMayNotBeWritten() {
        known("EMAIL").put("updateable", false);

        assertThat(told()).singleElement().asString().startsWith("PROBLEM This user may not write Email of Lead");
    }

    @Test
    void namesFieldsThatSalesforceWantsAndNobodySets() {
        field("Region__c").put("nillable", false);

        assertThat(told())
                .singleElement()
                .asString()
                .startsWith("PROBLEM Salesforce wants Region__c of a new Lead, which leads does not set");
    }

    @Test
    void tellsOfAnExternalIdThatIsNone() {
        known("Visitor__c").put("externalId", false);

        assertThat(told())
                .containsExactly(
                        "WARNING Visitor__c of Lead is not marked External ID: leads are matched by e-mail address alone.");
    }

    @Test
    void tellsOfAnExternalIdThatMayNotBeWritten() {
        known("Visitor__c").put("createable", false);

        assertThat(told()).containsExactly("PROBLEM This user may not write Visitor__c of Lead.");
    }
}
