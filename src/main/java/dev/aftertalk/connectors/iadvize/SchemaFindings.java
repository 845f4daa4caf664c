package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Report;
import java.util.ArrayList;
import java.util.List;

/** Tells what an account's schema lacks of what is asked for. */
final class SchemaFindings {

    static final String SCHEMA = "iAdvize schema";

    private SchemaFindings() {}

    /**
     * @param fields the schema; null when iAdvize does not show it
     * @param looksUp whether workflows look conversations up
     * @param lists whether outages are made up for
     */
    static void tell(SchemaFields fields, boolean looksUp, boolean lists, Report report) {
        if (fields == null) {
            report.tell(Diagnosis.warning(
                    SCHEMA,
                    "iAdvize does not show its schema to this user: conversations come without transcript, tags and custom"
                            + " data.",
                    "Give the user in iadvize.graphql.username a role that may see it, or ask iAdvize's support to."));
            return;
        }
        List<String> lacking = new ArrayList<>(SchemaReport.lacking(fields));
        List<String> lackedLists = new ArrayList<>(lacking);
        lackedLists.retainAll(HistoryQuery.LISTS);
        lacking.removeAll(HistoryQuery.LISTS);
        String todo =
                "java -jar aftertalk.jar iadvize-schema shows what the account has instead: ask iAdvize's support with"
                        + " its output, or do without";
        if (looksUp && !lacking.isEmpty()) {
            boolean all = lacking.contains("conversation");
            String found = "This account's schema lacks " + String.join(", ", lacking)
                    + ", or has it in a form that can't be" + " read: "
                    + (all ? "no conversation can be looked up." : "workflows get conversations without.");
            report.tell(
                    all
                            ? Diagnosis.problem(SCHEMA, found, todo + ".")
                            : Diagnosis.warning(SCHEMA, found, todo + " in workflows and mails."));
        }
        if (lists && !lackedLists.isEmpty()) {
            report.tell(Diagnosis.warning(
                    SCHEMA,
                    "This account's schema lacks " + String.join(", ", lackedLists)
                            + ", or has it in a form that can't be read: what is missed in an outage can't all be made up for.",
                    todo + "."));
        }
        if ((!looksUp || lacking.isEmpty()) && (!lists || lackedLists.isEmpty())) {
            report.tell(Diagnosis.ok(SCHEMA, "This account has all that is asked for."));
        }
    }
}
