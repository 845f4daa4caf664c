package dev.aftertalk.metrics;

import java.util.List;

/** The types of events that metrics tell apart: those iAdvize documents. A sender must not be able to make new time series. */
final class EventTypes {

    static final String OTHER = "other";

    static final List<String> KNOWN = List.of(
            "connector.installed",
            "connector.uninstalled",
            "conversation.closed",
            "conversation.started",
            "conversation.transferred",
            "satisfaction.answered",
            "satisfaction.filled",
            "transaction.attributed",
            "user.availability.updated",
            "user.connected",
            "user.created",
            "user.disconnected",
            "user.updated",
            "v2.conversation.closed",
            "v2.conversation.pushed",
            "visitor.updated");

    private EventTypes() {}
}
