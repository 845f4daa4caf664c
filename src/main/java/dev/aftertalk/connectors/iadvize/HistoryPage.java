package dev.aftertalk.connectors.iadvize;

import java.util.List;

/**
 * A page of one of iAdvize's lists of what was.
 *
 * @param unusable how many of its entries could not be read, such as those without an id
 * @param next the cursor that leads to the next page, or null on the last one
 */
public record HistoryPage(List<PastConversation> conversations, int unusable, String next) {}
