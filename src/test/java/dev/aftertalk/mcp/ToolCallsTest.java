package dev.aftertalk.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.access.Scope;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolCallsTest {

    @Test
    void tellsWhatWasTooDeepAsAnErrorOfTheTool() {
        Tool tool = new Tool(
                "deep",
                "Deep",
                "Goes too deep.",
                Set.of(Scope.READ),
                Tool.Effect.READS,
                InputSchema.none(),
                (asked, caller) -> {
                    throw new StackOverflowError();
                });
        McpTransportContext context =
                McpTransportContext.create(Map.of(ToolCalls.CALLER, new Caller("token test", Set.of(Scope.READ))));
        McpSchema.CallToolResult result = new ToolCalls(new ObjectMapper())
                .specification(tool)
                .callHandler()
                .apply(context, new McpSchema.CallToolRequest("deep", Map.of()));
        assertThat(result.isError()).isTrue();
        assertThat(result.content().toString()).contains("within one another");
    }
}
