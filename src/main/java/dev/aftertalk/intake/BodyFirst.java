package dev.aftertalk.intake;

import dev.aftertalk.intake.TakenBody.End;
import dev.aftertalk.intake.health.ConnectorProbe;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.AsyncContextCallback;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * Stands between the connections and everything else, and hands a request on only once its body is there, bounded in size and time. A body
 * that came with its head costs next to nothing; one that takes its time is waited for without a thread, at every address. What is behind,
 * filters, login and pages, reads it from memory and never waits for a sender.
 *
 * <p>It is here, not in a filter, because a request that a filter had wait goes on as another kind of dispatch, which a filter that was not
 * told of it does not see: one such among those that check a login would be a way around it.
 */
final class BodyFirst implements Adapter {

    private static final AsyncContextCallback NOBODY = new Nobody();

    private final Adapter behind;
    private final BodyBounds bounds;
    private final ConnectorProbe probe;
    private final Long patience;

    /** @param patience how long a body may take, from its request's head to its end, however steadily it trickles in */
    BodyFirst(Adapter behind, BodyBounds bounds, ConnectorProbe probe, Duration patience) {
        this.behind = behind;
        this.bounds = bounds;
        this.probe = probe;
        this.patience = patience.toMillis();
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        // What the web server has refused already, such as a transfer coding it does not know, has no body that could
        // be read.
        if (request.isFinished() || response.getStatus() >= 400) {
            behind.service(request, response);
            return;
        }
        ArrivingBody body =
                new ArrivingBody(request, bounds.of(request.requestURI().toString()));
        body.begin();
        if (!body.isOver() && wait(request, body)) {
            return;
        }
        handOn(request, response, body);
    }

    private boolean wait(Request request, ArrivingBody body) {
        request.setRequestThread();
        try {
            request.action(ActionCode.ASYNC_START, NOBODY);
            request.action(ActionCode.ASYNC_SETTIMEOUT, patience);
            if (body.arrive()) {
                return true;
            }
            goOn(request);
            return false;
        } finally {
            request.clearRequestThread();
        }
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
        ArrivingBody body = ArrivingBody.of(request);
        if (body == null) {
            try {
                return behind.asyncDispatch(request, response, event);
            } finally {
                forget(request);
            }
        }
        request.setRequestThread();
        try {
            if (event == SocketEvent.OPEN_READ) {
                request.onDataAvailable();
            } else if (event == SocketEvent.TIMEOUT && isStillWaiting(request)) {
                body.giveUp(End.TOO_SLOW);
            } else {
                body.release();
                return false;
            }
            if (!body.isOver()) {
                return true;
            }
            goOn(request);
        } finally {
            request.clearRequestThread();
        }
        handOn(request, response, body);
        return true;
    }

    private static boolean isStillWaiting(Request request) {
        AtomicBoolean waiting = new AtomicBoolean();
        request.action(ActionCode.ASYNC_TIMEOUT, waiting);
        return waiting.get();
    }

    /** As if the request had only now come. */
    private static void goOn(Request request) {
        request.action(ActionCode.ASYNC_DISPATCH, null);
        request.action(ActionCode.ASYNC_DISPATCHED, null);
    }

    private void handOn(Request request, Response response, ArrivingBody body) throws Exception {
        TakenBody taken = body.taken();
        taken.giveTo(request);
        try {
            if (probe.isProbe(request)) {
                ConnectorProbe.answer(response, taken.end() == End.WHOLE);
            } else {
                behind.service(request, response);
            }
        } finally {
            if (taken.end() != End.WHOLE) {
                // The rest of the body must neither be waited for nor be taken for the next request.
                request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
            forget(request);
        }
    }

    /** Lets go of the body once the request has its answer: the connection, which is used again, would keep it. */
    private static void forget(Request request) {
        if (request.getInputBuffer() instanceof TakenBody taken) {
            AtomicBoolean goesOn = new AtomicBoolean();
            request.action(ActionCode.ASYNC_IS_ASYNC, goesOn);
            if (!goesOn.get()) {
                request.setInputBuffer(taken.connection());
            }
        }
    }

    @Override
    public boolean prepare(Request request, Response response) throws Exception {
        return behind.prepare(request, response);
    }

    @Override
    public void log(Request request, Response response, long time) {
        behind.log(request, response, time);
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        ArrivingBody body = ArrivingBody.of(request);
        if (body != null) {
            body.release();
        }
        forget(request);
        behind.checkRecycled(request, response);
    }

    @Override
    public String getDomain() {
        return behind.getDomain();
    }

    /** While a body arrives no application has begun with its request. */
    private static final class Nobody implements AsyncContextCallback {

        @Override
        public void fireOnComplete() {
            // nobody waits
        }

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public void incrementInProgressAsyncCount() {
            // nothing is in progress
        }

        @Override
        public void decrementInProgressAsyncCount() {
            // nothing is in progress
        }
    }
}
