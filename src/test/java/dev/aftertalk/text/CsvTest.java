package dev.aftertalk.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void writesAByteOrderMarkAndNumbersAsTheLanguageDoes() throws IOException {
        assertThat(csv(Locale.ENGLISH, "a", -12.5, null, 3L)).isEqualTo("\ufeff\"a\",-12.5,,3\r\n");
        assertThat(csv(Locale.FRENCH, "a,b", -12.5, null, 3L)).isEqualTo("\ufeff\"a,b\";-12,5;;3\r\n");
    }

    @Test
    void quotesWhatWouldEndAFieldOrALine() throws IOException {
        assertThat(csv(Locale.ENGLISH, "a,b", "say \"no\"", "two\nlines", "b;c"))
                .isEqualTo("\ufeff\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\"b;c\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "  =1",
                "\uff1d1+1",
                "\uff0b1",
                "\uff0d1",
                "\uff20SUM(A1)",
                "\u3000=1"
            })
    void keepsTextsFromBecomingFormulas(String text) throws IOException {
        assertThat(csv(Locale.ENGLISH, text)).isEqualTo("\ufeff\"'" + text + "\"\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '#',
            value = {
                "fine;=1+1 # fine;'=1+1",
                "fine, @SUM(A1) # fine,' @SUM(A1)",
                "a\t\uff1d1 # a\t'\uff1d1",
                "a|-1;+2 # a|'-1;'+2",
                "a - b = c; d # a - b = c; d"
            })
    void keepsWhatFollowsAnySeparatorFromBecomingAFormula(String text, String safe) throws IOException {
        assertThat(csv(Locale.ENGLISH, text)).isEqualTo("\ufeff\"" + safe + "\"\r\n");
    }

    private static String csv(Locale locale, Object... values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv csv = new Csv(out, locale);
        csv.line(Arrays.asList(values));
        csv.end();
        return out.toString(StandardCharsets.UTF_8);
    }
}
