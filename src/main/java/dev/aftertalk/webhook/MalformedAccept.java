package dev.aftertalk.webhook;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Answers 406 to an Accept header with an empty element, such as {@code Accept: *}{@code /*,}: Spring MVC leaves it out, but the actuator,
 * which looks into the header once more, fails at it, with a stack trace in the log of whoever asks for the health.
 */
@ControllerAdvice
class MalformedAccept {

    @ExceptionHandler(InvalidMimeTypeException.class)
    void answer(HttpServletResponse response) throws IOException {
        Problem.send(response, 406, null);
    }
}
