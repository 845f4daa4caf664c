package dev.aftertalk.mcp;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The tools. The server finds this, as all that lies in its package, in the jar in {@code lib/}. */
@Configuration(proxyBeanMethods = false)
@Import({
    EventTools.class,
    FigureTools.class,
    CatalogueTools.class,
    FileTools.class,
    EditTools.class,
    RunTools.class,
    OrderTools.class,
    PauseTools.class,
    Receipts.class
})
class McpConfiguration {}
