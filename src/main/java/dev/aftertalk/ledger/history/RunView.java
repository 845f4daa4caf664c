package dev.aftertalk.ledger.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * What one workflow does about an event, as programs get it.
 *
 * @param attempts how often it was begun
 * @param dueAt when it goes on, or at the latest where it waits for something; null when it is over or under way
 * @param waitsFor what it waits for: a system that is down, by its name in settings, or what somebody has to do; null for nothing but the time
 * @param server where it is under way, or null
 * @param about what it was about to do when it last said so, such as the Message-ID of a mail
 * @param history what its last attempts did and who interfered, oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunView(
        String eventId,
        String workflow,
        String state,
        String cause,
        int attempts,
        Instant startedAt,
        Instant dueAt,
        String waitsFor,
        Instant claimedAt,
        Instant endedAt,
        String server,
        String about,
        Instant aboutSince,
        List<JsonNode> history) {}
