/**
 * An extension for agents: tools of the Model Context Protocol at {@code /mcp}, behind API tokens. It is a jar of its own, so that who has no use for it
 * has none of the protocol's classes either.
 *
 * <p>A tool asks the classes that the API and the console ask, and shows a token without the scope {@code operate} nothing that could name a
 * person.
 */
package dev.aftertalk.mcp;
