package dev.aftertalk.mcp;

import java.util.List;

/** Tools that ask the same classes. */
interface ToolGroup {

    List<Tool> tools();
}
