package dev.aftertalk.connectors.iadvize;

import java.util.Map;
import org.apache.camel.Exchange;

/** Finds at iAdvize what an event is about. */
interface LookUp {

    /**
     * What was found, normalised: the same whichever API gave it.
     *
     * @param exchange its body is the event
     */
    Map<String, Object> find(Exchange exchange) throws Exception;
}
