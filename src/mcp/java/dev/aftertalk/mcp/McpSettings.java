package dev.aftertalk.mcp;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings under {@code mcp.}; each is explained in {@code application.properties}.
 *
 * @param allowedOrigins whose pages may have browsers ask
 */
@ConfigurationProperties("mcp")
record McpSettings(@DefaultValue List<String> allowedOrigins) {}
