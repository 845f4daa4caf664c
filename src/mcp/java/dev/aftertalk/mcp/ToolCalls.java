package dev.aftertalk.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.care.rehearse.Rehearser;
import dev.aftertalk.care.replay.RunNotChangedException;
import dev.aftertalk.deploy.versions.NotRestorableException;
import dev.aftertalk.deploy.versions.UnreadableFileException;
import dev.aftertalk.ledger.RetryableException;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.NoSuchElementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Calls tools for the protocol: asks for the scope first, and tells what came of it as JSON, or as an error that says what to do. */
final class ToolCalls {

    /** Under which the transport keeps who calls. */
    static final String CALLER = "caller";

    private static final Logger LOG = LoggerFactory.getLogger(ToolCalls.class);

    /** More than this is of no use to an agent. The tools' own limits come before. */
    private static final int LONGEST_ANSWER = 200_000;

    private final ObjectMapper json;

    ToolCalls(ObjectMapper json) {
        this.json = json;
    }

    SyncToolSpecification specification(Tool tool) {
        boolean reads = tool.effect() == Tool.Effect.READS;
        McpSchema.Tool told = McpSchema.Tool.builder(tool.name(), tool.takes().map())
                .title(tool.title())
                .description(tool.description() + " Scope: " + tool.wanted() + ".")
                .annotations(McpSchema.ToolAnnotations.builder()
                        .title(tool.title())
                        .readOnlyHint(reads)
                        .destructiveHint(tool.effect() == Tool.Effect.ACTS)
                        .openWorldHint(!reads)
                        .build())
                .build();
        return new SyncToolSpecification(
                told,
                (context, request) -> call(tool, new Arguments(request.arguments()), (Caller) context.get(CALLER)));
    }

    private CallToolResult call(Tool tool, Arguments arguments, Caller caller) {
        if (!tool.isFor(caller)) {
            return error(tool.name() + " takes a token with the scope "
                    + tool.wanted() + "; this one has " + caller.written()
                    + ". Nothing was done. An admin makes tokens at /admin/tokens.");
        }
        try {
            return told(tool.work().on(arguments, caller));
        } catch (IllegalArgumentException
                | NoSuchElementException
                | RunNotChangedException
                | NotRestorableException
                | UnreadableFileException
                | Rehearser.BusyException e) {
            return error(e.getMessage());
        } catch (DataAccessException | RetryableException e) {
            LOG.error("The ledger can't be reached for the tool {}", tool.name(), e);
            return error("The ledger can't be reached now: try again in a few seconds.");
        } catch (RuntimeException e) {
            LOG.error("The tool {} has failed", tool.name(), e);
            return error("It has failed here; the server's log says why.");
        } catch (StackOverflowError e) { // of a parser; the log would hold nothing but its thousand calls
            LOG.warn("The tool {} was called with too much within one another", tool.name());
            return error("Too much stands within one another in what was given.");
        }
    }

    private CallToolResult told(Object answer) {
        try {
            String text = json.writeValueAsString(answer);
            return text.length() <= LONGEST_ANSWER
                    ? CallToolResult.builder().addTextContent(text).build()
                    : error("The answer is too long (" + text.length()
                            + " characters): ask for less, by a limit or a filter.");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CallToolResult error(String why) {
        return CallToolResult.builder().addTextContent(why).isError(true).build();
    }
}
