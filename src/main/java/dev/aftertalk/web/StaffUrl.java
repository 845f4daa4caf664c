package dev.aftertalk.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the people who run Aftertalk reach it: {@code aftertalk.staff-url}. It may be left out; then that is below the path of
 * {@code aftertalk.public-url}, at whichever host they ask for.
 *
 * @param staffUrl such as {@code https://aftertalk.intra.example.com}, without a slash at its end; empty when it is not set
 */
@ConfigurationProperties("aftertalk")
public record StaffUrl(@DefaultValue("") String staffUrl) {

    public StaffUrl {
        staffUrl = WebAddress.checked("aftertalk.staff-url", staffUrl, "those who run this server reach it at");
    }
}
