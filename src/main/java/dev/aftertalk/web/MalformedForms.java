package dev.aftertalk.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentConversionNotSupportedException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartRequest;

/** Answers a multipart form that can't be read as what is asked for: its sender's fault, wherever the form was first looked into. */
@ControllerAdvice
class MalformedForms {

    /** 413 for one that is larger than may be, 400 for any other. */
    @ExceptionHandler(MultipartException.class)
    void answer(MultipartException fault, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Problem.answer(request, response, fault instanceof MaxUploadSizeExceededException ? 413 : 400, null);
    }

    /** 400 for a file in the place of a text, which would count as a fault of ours. */
    @ExceptionHandler(MethodArgumentConversionNotSupportedException.class)
    void answer(
            MethodArgumentConversionNotSupportedException fault,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (!(request instanceof MultipartRequest)) {
            throw fault;
        }
        Problem.answer(request, response, 400, null);
    }
}
