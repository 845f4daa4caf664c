package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.commands.CommandSettings;
import dev.aftertalk.commands.IadvizeSchemaCommand;
import dev.aftertalk.connectors.iadvize.IadvizePeer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class IadvizeSchemaCommandTest {

    private final IadvizePeer peer = new IadvizePeer();

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void printsWhatTheSchemaHasAndLacksWithTheTypes(CapturedOutput output) {
        peer.graphql = new GraphqlServer(
                """
                type Query { conversation(id: UUID!): Conversation  satisfactionSurveyResponses(days: Int!): [Response!] }
                scalar UUID
                type Conversation { id: UUID!  createdAt: String!  tags(of: Int!): [String!]  visitor: Visitor  messages(first: Int): [Message!] }
                type Visitor { visitorId: UUID  email: String }
                union Message = Text | Closed
                type Text { text: String!  createdAt: String! }
                type Closed { reason: String }
                type Response { id: UUID }
                type Elsewhere { id: UUID }
                """);

        assertThat(run("iadvize.graphql.username=bot@shop.test", "iadvize.graphql.password=the-password"))
                .isZero();

        assertThat(output.getOut().lines().map(String::strip).filter(line -> !line.isEmpty()))
                .startsWith("The schema of iAdvize GraphQL at " + peer.url() + "/graphql?platform=sd")
                .containsSequence(
                        "It has, and Aftertalk asks for:",
                        "conversation.id",
                        "conversation.createdAt",
                        "conversation.visitor",
                        "conversation.messages",
                        "It has, but not in a form that Aftertalk can read:",
                        "conversation.tags")
                .containsSequence(
                        "It lacks:",
                        "conversation.legacyId",
                        "conversation.closedAt",
                        "conversation.channel",
                        "conversation.duration",
                        "conversation.language",
                        "conversation.project",
                        "conversation.satisfactionSurvey",
                        "conversation.closingFormValues",
                        "conversation.customData",
                        "visitorConversationCustomData",
                        "closedConversations")
                .contains(
                        "type Conversation {",
                        "tags(of: Int!): [String!]",
                        "union Message = Text | Closed",
                        "text: String!",
                        "reason: String")
                .anyMatch(line -> line.startsWith("satisfactionSurveyResponses ("))
                .anyMatch(line -> line.startsWith("query ConversationById($id: UUID!") && line.contains("... on Text"))
                .noneMatch(line -> line.contains("Elsewhere"));
        assertThat(output.getAll()).doesNotContain("the-password", "token-1");
    }

    @Test
    void saysThatTheSchemaIsHidden(CapturedOutput output) {
        peer.graphql = asked -> Answer.json(200, "{\"errors\":[{\"message\":\"Introspection is not allowed\"}]}");

        assertThat(run("iadvize.graphql.username=bot@shop.test", "iadvize.graphql.password=the-password"))
                .isEqualTo(1);

        assertThat(output.getErr())
                .contains("does not show its schema to this user")
                .doesNotContain("\tat ");
    }

    @Test
    void saysWhatToSetAndWhatIsRefused(CapturedOutput output) {
        assertThat(run()).isEqualTo(2);
        assertThat(output.getErr()).contains("Set iadvize.graphql.username and iadvize.graphql.password");

        peer.login = asked -> Answer.json(400, "{\"error\":\"invalid_grant\"}");
        assertThat(run("iadvize.graphql.username=bot@shop.test", "iadvize.graphql.password=wrong"))
                .isEqualTo(2);
        assertThat(output.getErr())
                .contains(
                        "iAdvize login answered HTTP 400: check iadvize.graphql.username and iadvize.graphql.password")
                .doesNotContain("Exception", "\tat ");
    }

    private int run(String... settings) {
        String[] all = VisitorAction.joined(
                settings,
                "iadvize.graphql.url=" + peer.url() + "/graphql?platform=sd",
                "iadvize.graphql.token-url=" + peer.url() + "/oauth2/token");
        for (int i = 0; i < all.length; i++) {
            all[i] = "--" + all[i];
        }
        return CommandSettings.run(() -> IadvizeSchemaCommand.run(all));
    }
}
