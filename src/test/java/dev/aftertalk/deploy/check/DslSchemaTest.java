package dev.aftertalk.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class DslSchemaTest {

    private final DslSchema schema = DslSchema.shipped();

    @Test
    void knowsWhatStandsInADefinition() {
        Shape template = schema.definition("model.RouteTemplateDefinition");

        assertThat(template.name()).isEqualTo("RouteTemplateDefinition");
        assertThat(template.properties()).containsKeys("id", "parameters", "from");
        assertThat(template.required()).isEqualTo(Set.of("id"));
    }

    /** Each check asks anew, for as long as the server runs. */
    @Test
    void keepsNothingMoreOfWhatIsAskedAgain() {
        assertThat(schema.definition("model.RouteTemplateDefinition"))
                .isSameAs(schema.definition("model.RouteTemplateDefinition"));
        assertThat(schema.item()).isSameAs(schema.item());
    }
}
