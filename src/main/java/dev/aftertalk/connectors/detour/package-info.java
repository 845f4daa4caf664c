/**
 * Where calls to other systems go now: straight there or, in a drill, through what stands in between. It acts at the client's socket, so that
 * circuit breakers, limits and time-outs meet a real connection.
 *
 * <p>May use {@code text}.
 */
package dev.aftertalk.connectors.detour;
