package dev.aftertalk.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where visitors reach this server: {@code aftertalk.public-url}. It may be left out; then no link can be made, and the workflows whose
 * mails need one are left out.
 *
 * @param publicUrl such as {@code https://aftertalk.example.com}, without a slash at its end; empty when it is not set
 */
@ConfigurationProperties("aftertalk")
public record PublicUrl(@DefaultValue("") String publicUrl) {

    public PublicUrl {
        publicUrl = WebAddress.checked("aftertalk.public-url", publicUrl, "visitors reach this server at");
    }
}
