package dev.aftertalk.webhook;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/** Answers a multipart form that can't be read: its sender's fault, wherever the form was first looked into. */
@ControllerAdvice
class MalformedForms {

    /** 413 for one that is larger than may be, 400 for any other. */
    @ExceptionHandler(MultipartException.class)
    void answer(MultipartException fault, HttpServletResponse response) throws IOException {
        Problem.send(response, fault instanceof MaxUploadSizeExceededException ? 413 : 400, null);
    }
}
