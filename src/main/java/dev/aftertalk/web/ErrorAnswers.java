package dev.aftertalk.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.error.ErrorAttributes;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.server.ResponseStatusException;

/** Answers every error inside the application: a page to a person, a problem to a program. Only a reason that our own code gave on purpose is passed on. */
@Controller
public class ErrorAnswers implements ErrorController {

    private final ErrorAttributes errors;

    ErrorAnswers(ErrorAttributes errors) {
        this.errors = errors;
    }

    @RequestMapping("${server.error.path:/error}")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        // Without a status someone asked for this address itself, which is not there for them.
        int answered = status instanceof Integer code ? code : 404;
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (ErrorPage.isWanted(request)) {
            ErrorPage.send(request, response, answered, reason(request));
        } else {
            Problem.send(response, answered, reason(request));
        }
    }

    private String reason(HttpServletRequest request) {
        return errors.getError(new ServletWebRequest(request)) instanceof ResponseStatusException stated
                ? stated.getReason()
                : null;
    }
}
