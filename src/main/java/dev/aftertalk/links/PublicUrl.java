package dev.aftertalk.links;

import java.net.URI;
import java.net.URISyntaxException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where visitors reach this server: {@code aftertalk.public-url}. It may be left out; then no link can be made, and the workflows whose
 * mails need one are left out.
 *
 * @param publicUrl such as {@code https://aftertalk.example.com}, without a slash at its end; empty when it is not set
 */
@ConfigurationProperties("aftertalk")
record PublicUrl(@DefaultValue("") String publicUrl) {

    PublicUrl {
        publicUrl = publicUrl.strip().replaceAll("/+$", "");
        if (!publicUrl.isEmpty() && !isWebAddress(publicUrl)) {
            throw new IllegalArgumentException("aftertalk.public-url is \"" + publicUrl
                    + "\"; write the address visitors reach this server at, such as https://aftertalk.example.com");
        }
    }

    private static boolean isWebAddress(String text) {
        try {
            URI url = new URI(text);
            return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
