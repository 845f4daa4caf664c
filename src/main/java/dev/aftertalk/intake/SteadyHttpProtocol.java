package dev.aftertalk.intake;

import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;

/**
 * Tomcat's HTTP/1.1, with one thing mended about bodies that are read without waiting: at the end of a chunked one Tomcat has the connection
 * processed anew, on the very thread that is about to answer. A second processor then takes what comes next on the connection: the next
 * request, ahead of the answer to this one, or the sender's end, upon which it closes. For other bodies it does so from other threads only.
 * Public because Tomcat makes it by its name.
 */
public class SteadyHttpProtocol extends Http11NioProtocol {

    @Override
    protected Processor createProcessor() {
        return new SteadyProcessor(this);
    }

    private static final class SteadyProcessor extends Http11Processor {

        SteadyProcessor(SteadyHttpProtocol protocol) {
            super(protocol, protocol.getAdapter());
        }

        @Override
        protected void executeDispatches() {
            if (request.isRequestThread()) {
                // Whoever reads on the request's own thread sees the end, and needs no word of it.
                getIteratorAndClearDispatches();
            } else {
                super.executeDispatches();
            }
        }
    }
}
