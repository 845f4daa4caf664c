package dev.aftertalk.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void writesAByteOrderMarkAndNumbersAsTheLanguageDoes() throws IOException {
        assertThat(csv(Locale.ENGLISH, "a", -12.5, null, 3L)).isEqualTo("\ufeffa,-12.5,,3\r\n");
        assertThat(csv(Locale.FRENCH, "a,b", -12.5, null, 3L)).isEqualTo("\ufeffa,b;-12,5;;3\r\n");
    }

    @Test
    void quotesWhatWouldEndAFieldOrALine() throws IOException {
        assertThat(csv(Locale.ENGLISH, "a,b", "say \"no\"", "two\nlines", "b;c"))
                .isEqualTo("\ufeff\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",b;c\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1"})
    void keepsTextsFromBecomingFormulas(String text) throws IOException {
        assertThat(csv(Locale.ENGLISH, text)).isEqualTo("\ufeff\"'" + text + "\"\r\n");
    }

    private static String csv(Locale locale, Object... values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv csv = new Csv(out, locale);
        csv.line(Arrays.asList(values));
        csv.end();
        return out.toString(StandardCharsets.UTF_8);
    }
}
