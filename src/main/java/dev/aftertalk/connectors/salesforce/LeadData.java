package dev.aftertalk.connectors.salesforce;

import java.util.List;
import java.util.Map;

/**
 * What is known of a visitor, as fields of a Lead.
 *
 * @param ids what the visitor may be known by, the first is what a new lead gets
 * @param known the fields to write in any case
 * @param atCreation the fields that only a new lead gets, and only where nothing is known
 * @param vouched whether the e-mail address is that of iAdvize's visitor profile, which the site, the desk or the visitor's login there
 *     filled; not one that somebody put into a form or a message
 */
record LeadData(List<String> ids, Map<String, Object> known, Map<String, Object> atCreation, boolean vouched) {

    /** The e-mail address; null when it is not known. */
    String email() {
        return known.get("Email") instanceof String email ? email : null;
    }
}
