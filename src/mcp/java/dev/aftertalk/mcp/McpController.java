package dev.aftertalk.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Controller;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/** Hands requests to the protocol's own servlet, which is made for the first of them: no start waits for it. */
@Controller
class McpController {

    private final Supplier<HttpServlet> server;

    McpController(
            ObjectProvider<ToolGroup> groups,
            McpSettings settings,
            ObjectMapper json,
            ObjectProvider<BuildProperties> build) {
        server = SingletonSupplier.of(() -> McpServers.of(
                groups.orderedStream().flatMap(group -> group.tools().stream()).toList(),
                settings.allowedOrigins(),
                version(build.getIfAvailable()),
                json));
    }

    private static String version(BuildProperties build) {
        return build == null || build.getVersion() == null ? "unknown" : build.getVersion();
    }

    /** The servlet refuses all but POST by itself, as the protocol wants it. */
    @RequestMapping(
            path = "/mcp",
            method = {RequestMethod.GET, RequestMethod.POST, RequestMethod.DELETE})
    void serve(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        server.get().service(request, response);
    }
}
