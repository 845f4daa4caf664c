package dev.aftertalk.ledger.camel;

/**
 * What is kept of a call to another system.
 *
 * @param id of the step in its file, or null when it has none
 * @param to the other system: the scheme of the endpoint that is called, such as {@code smtp} or, within {@code jira-issue:}, {@code jira-rest}
 * @param answer the HTTP status, the name of the fault, or {@code ok}; never what was sent or answered
 * @param millis how long it took
 */
record RecordedStep(String id, String to, String answer, long millis) {}
