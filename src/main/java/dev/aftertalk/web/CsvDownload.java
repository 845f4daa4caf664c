package dev.aftertalk.web;

import dev.aftertalk.text.Csv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/** Lines as a file that a browser saves and a spreadsheet opens. */
public final class CsvDownload {

    private CsvDownload() {}

    /**
     * Begins the answer.
     *
     * @param name of the file
     * @param locale how numbers are written
     * @return what takes the lines; to be ended by whoever asked
     */
    public static Csv begin(HttpServletResponse response, String name, Locale locale) throws IOException {
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        return new Csv(response.getOutputStream(), locale);
    }
}
