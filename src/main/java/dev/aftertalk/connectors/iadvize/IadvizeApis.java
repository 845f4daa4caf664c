package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.connectors.calls.RecordedCalls;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/** iAdvize's REST and GraphQL APIs and its login, each with a pool of connections of its own. */
final class IadvizeApis extends ServiceSupport {

    private final RecordedCalls rest;
    private final RecordedCalls graphql;
    private final RecordedCalls login;

    IadvizeApis(RecordedCalls rest, RecordedCalls graphql, RecordedCalls login) {
        this.rest = rest;
        this.graphql = graphql;
        this.login = login;
    }

    /** Those that a context's routes use. */
    static IadvizeApis of(CamelContext camel) {
        IadvizeComponent iadvize = camel.getComponent("iadvize", IadvizeComponent.class);
        // Camel hands it to a second thread while the first one is still starting it; this waits until it is started.
        ServiceHelper.startService(iadvize);
        return iadvize.apis();
    }

    /**
     * Asks REST for a run.
     *
     * @param id of the call in the run's history
     * @param path below REST's URL
     * @param query ready for the wire, or null
     * @return the answer, whatever its status
     */
    Message rest(Exchange exchange, String id, String path, String query) throws Exception {
        return rest.call(exchange, id, request -> {
            request.setHeader(Exchange.HTTP_METHOD, HttpMethods.GET);
            request.setHeader(Exchange.HTTP_PATH, path);
            if (query != null) {
                request.setHeader(Exchange.HTTP_RAW_QUERY, query);
            }
        });
    }

    /**
     * Asks GraphQL for a run.
     *
     * @param id of the call in the run's history
     * @param question as JSON
     * @return the answer, whatever its status
     */
    Message graphql(Exchange exchange, String id, byte[] question) throws Exception {
        return graphql.call(exchange, id, request -> {
            request.setHeader(Exchange.HTTP_METHOD, HttpMethods.POST);
            request.setHeader(Exchange.CONTENT_TYPE, "application/json");
            request.setBody(question);
        });
    }

    /** Where to ask GraphQL for all runs together. */
    Endpoint graphql() {
        return graphql.endpoint();
    }

    /** Where to ask for GraphQL's token. */
    Endpoint login() {
        return login.endpoint();
    }

    void setCamelContext(CamelContext camel) {
        rest.setCamelContext(camel);
        graphql.setCamelContext(camel);
        login.setCamelContext(camel);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(rest, graphql, login);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopAndShutdownServices(rest, graphql, login);
    }
}
