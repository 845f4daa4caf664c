package dev.aftertalk.web;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;

/**
 * Answers what never reaches the application, such as a malformed address: with a page to a browser, otherwise as a problem; Tomcat's own page would be HTML and name it.
 * Public because Tomcat makes it by its name.
 */
public class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        AtomicBoolean writable = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, writable);
        if (!writable.get()) {
            return;
        }
        try {
            boolean page = request.getRequestURI() != null && ErrorPage.isWanted(request);
            response.setContentType(page ? ErrorPage.MEDIA_TYPE : Problem.MEDIA_TYPE);
            response.setHeader("Cache-Control", "no-store");
            response.setCharacterEncoding("utf-8");
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(page ? ErrorPage.page(request, status, null) : Problem.body(status, null));
                response.finishResponse();
            }
        } catch (IOException e) {
            // The sender is gone: there is nobody left to answer.
        }
    }
}
