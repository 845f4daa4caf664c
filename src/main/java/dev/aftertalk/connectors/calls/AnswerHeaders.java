package dev.aftertalk.connectors.calls;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/**
 * Keeps what an answer can't be meant to say out of the message. Camel takes an answer's headers over, and components read options of their
 * next call from headers: one named {@code sObjectName} would lead a {@code salesforce:} step to another object, {@code mail.smtp.host} or
 * {@code To} a mail to somebody else.
 */
final class AnswerHeaders extends HttpHeaderFilterStrategy {

    /** Beginnings of the names that components of Camel read, in lower case; HTTP's own have no dots. */
    private static final Set<String> BEGINNINGS =
            Set.of("camel", "org.apache.camel", "sobject", "sforce", "apex", "pkchunking", "raw", "breadcrumb");

    private static final Set<String> NAMES = Set.of(
            """
            to cc bcc from sender subject reply-to return-path apiversion format limit allornone jobid batchid resultid
            querylocator locator maxrecords reportid instanceid includedetails reportmetadata eventname eventschemaid
            eventschemaformat compositemethod approval notfoundbehaviour contenttype streamqueryresult defaultreplayid
            replaypreset operation operationname
            """
                    .strip()
                    .split("\\s+"));

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.indexOf('.') >= 0
                || NAMES.contains(lower)
                || BEGINNINGS.stream().anyMatch(lower::startsWith)
                || super.applyFilterToExternalHeaders(name, value, exchange);
    }
}
