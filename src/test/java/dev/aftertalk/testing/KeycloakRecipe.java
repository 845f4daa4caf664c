package dev.aftertalk.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code src/docs/security.md} says of Keycloak, to the letter but for the addresses. */
public final class KeycloakRecipe {

    /** The client that the recipe makes. */
    static final String CLIENT = "shop.aftertalk";

    private static final Path PAGE = Path.of("src/docs/security.md");
    private static final Path FILE = Path.of("src/docs/keycloak/" + CLIENT + ".json");
    private static final Pattern SETTINGS =
            Pattern.compile("```\n(security\\.oidc\\.issuer=[^`]*security\\.oidc\\.name=Keycloak\n[^`]*)```");

    private KeycloakRecipe() {}

    /** What is imported into a realm. */
    static ObjectNode client() throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(FILE.toFile());
    }

    /**
     * The settings of the page for this issuer, and what Aftertalk needs besides.
     *
     * @param others as {@code --name=value}
     */
    public static String[] settings(String issuer, String secret, String... others) throws IOException {
        Matcher recipe = SETTINGS.matcher(Files.readString(PAGE));
        if (!recipe.find()) {
            throw new IllegalStateException(PAGE + " has no settings for Keycloak");
        }
        List<String> settings = new ArrayList<>(List.of(
                "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                "--mail.host=127.0.0.1",
                "--mail.port=" + FreePort.next(),
                "--mail.from=thanks@shop.test"));
        recipe.group(1)
                .replace("https://id.example.com/realms/shop", issuer)
                .replace("client-secret=…", "client-secret=" + secret)
                .lines()
                .forEach(line -> settings.add("--" + line));
        settings.addAll(List.of(others));
        return settings.toArray(String[]::new);
    }
}
