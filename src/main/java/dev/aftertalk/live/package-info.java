/**
 * Keeps open pages up to date: the server sends each what it shows, as HTML on a stream of server-sent events, whenever that changes.
 *
 * <p>A page has {@code data-live-page} with the addresses of its stream and of its parts; {@code static/assets/live.js} swaps the parts.
 *
 * <p>May use {@code scheduling} and {@code web}.
 */
package dev.aftertalk.live;
