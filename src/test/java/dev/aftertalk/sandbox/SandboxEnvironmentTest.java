package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SandboxEnvironmentTest {

    /** What ./application.properties of a developer with real accounts may hold. */
    private static final Map<String, Object> FILE = Map.ofEntries(
            Map.entry("server.port", "8080"),
            Map.entry("sandbox.smtp-port", "3025"),
            Map.entry("aftertalk.data-dir", "data"),
            Map.entry("camel.main.routes-include-pattern", "file:routes/**/*.camel.yaml"),
            Map.entry("iadvize.webhook.secrets", "real-secret"),
            Map.entry("iadvize.rest.url", "https://ha.iadvize.com/api/2"),
            Map.entry("iadvize.rest.api-key", "real-key"),
            Map.entry("iadvize.graphql.password", "real-password"),
            Map.entry("mail.host", "smtp.example.com"),
            Map.entry("mail.password", "real-password"),
            Map.entry("jira.url", "https://real.atlassian.net"),
            Map.entry("jira.api-token", "real-token"),
            Map.entry("spring.datasource.url", "jdbc:postgresql://db/aftertalk"),
            Map.entry("spring.datasource.driver-class-name", "org.postgresql.Driver"),
            Map.entry("spring.datasource.username", "aftertalk"),
            Map.entry("spring.datasource.password", "real-password"),
            Map.entry("server.ssl.enabled", "true"));

    private final ConfigurableEnvironment environment = environment();

    @Test
    void replacesRealSettingsOfTheFileAndTheEnvironment() {
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("MAIL_HOST", "smtp.example.com", "IADVIZE_REST_API_KEY", "real-key")));
        environment
                .getPropertySources()
                .addBefore(
                        StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
                        new MapPropertySource("spring.application.json", Map.of("mail.username", "real-user")));

        activate();

        assertThat(environment.getProperty("iadvize.webhook.secrets")).isEqualTo("sandbox-secret");
        assertThat(environment.getProperty("iadvize.rest.api-key")).isEqualTo("sandbox-api-key");
        assertThat(environment.getProperty("mail.host")).isEqualTo("127.0.0.1");
        assertThat(environment.getProperty("mail.port")).isEqualTo("3025");
        assertThat(environment.getProperty("jira.url")).isEqualTo("http://127.0.0.1:8080/sandbox/jira");
        assertThat(environment.getProperty("jira.api-token")).isEqualTo("sandbox-jira-token");
        assertThat(environment.getProperty("mail.username")).isEmpty();
        assertThat(environment.getProperty("spring.datasource.url")).isEqualTo("jdbc:sqlite:data/sandbox/aftertalk.db");
        assertThat(environment.getProperty("server.ssl.enabled")).isEqualTo("false");
        assertThat(everythingOfTheSandbox())
                .noneMatch(value -> value.contains("real-") || value.contains("example.com"));
    }

    @Test
    void opensItsOwnDatabaseWhateverTheFileSays() {
        activate();

        DataSourceProperties database = Binder.get(environment)
                .bind("spring.datasource", DataSourceProperties.class)
                .get();
        assertThat(database.determineUrl()).isEqualTo("jdbc:sqlite:data/sandbox/aftertalk.db");
        assertThat(database.determineDriverClassName()).isEqualTo("org.sqlite.JDBC");
        assertThat(database.determineUsername()).isNullOrEmpty();
        assertThat(database.determinePassword()).isNullOrEmpty();
        // Spring Boot looks a JNDI source up as soon as this is there, empty or not.
        assertThat(environment.containsProperty("spring.datasource.jndi-name")).isFalse();
    }

    @Test
    void pointsEveryAddressOfIadvizeAtThisServer() {
        activate();

        assertThat(environment.getProperty("iadvize.rest.url"))
                .isEqualTo("http://127.0.0.1:8080/sandbox/iadvize/api/2");
        assertThat(environment.getProperty("iadvize.graphql.url"))
                .isEqualTo("http://127.0.0.1:8080/sandbox/iadvize/graphql");
        assertThat(environment.getProperty("iadvize.graphql.token-url"))
                .isEqualTo("http://127.0.0.1:8080/sandbox/iadvize/oauth2/token");
    }

    @Test
    void addsThePeersToTheRoutesWithoutReplacingThem() {
        activate();

        assertThat(environment.getProperty("camel.main.routes-include-pattern"))
                .isEqualTo("file:routes/**/*.camel.yaml,classpath:sandbox/*.camel.yaml");
    }

    @Test
    void letsArgumentsWin() {
        environment
                .getPropertySources()
                .addFirst(new SimpleCommandLinePropertySource(
                        "--mail.host=mailpit", "--spring.datasource.url=jdbc:postgresql://mine", "--server.port=9090"));

        activate();

        assertThat(environment.getProperty("mail.host")).isEqualTo("mailpit");
        assertThat(environment.getProperty("spring.datasource.url")).isEqualTo("jdbc:postgresql://mine");
        assertThat(environment.getProperty("iadvize.rest.url")).startsWith("http://127.0.0.1:9090/");
    }

    @Test
    void choosesFreePortsWhenAskedForAnyPort() throws IOException {
        environment
                .getPropertySources()
                .addFirst(new SimpleCommandLinePropertySource("--server.port=0", "--sandbox.smtp-port=0"));

        activate();

        int web = environment.getRequiredProperty("server.port", Integer.class);
        int smtp = environment.getRequiredProperty("sandbox.smtp-port", Integer.class);
        assertThat(environment.getProperty("sandbox.url")).isEqualTo("http://127.0.0.1:" + web);
        assertThat(environment.getProperty("mail.port")).isEqualTo(Integer.toString(smtp));
        for (int port : new int[] {web, smtp}) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress("127.0.0.1", port));
                assertThat(socket.isBound()).isTrue();
            }
        }
    }

    @Test
    void answersThisMachineAloneUnlessAnArgumentSaysOtherwise() {
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "file",
                        Map.of(
                                "server.address", "127.0.0.3",
                                "server.port", "8080",
                                "camel.main.routes-include-pattern", "file:routes/*.camel.yaml")));
        activate();
        assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
        assertThat(environment.getProperty("sandbox.url")).startsWith("http://127.0.0.1:");
    }

    @Test
    void callsItselfOnTheAddressTheServerIsBoundTo() {
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource("--server.address=127.0.0.2"));
        activate();
        assertThat(environment.getProperty("sandbox.url")).isEqualTo("http://127.0.0.2:8080");
    }

    @Test
    void callsItselfOnLoopbackWhenTheServerIsBoundToEveryAddress() {
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource("--server.address=0.0.0.0"));
        activate();
        assertThat(environment.getProperty("sandbox.url")).isEqualTo("http://127.0.0.1:8080");
    }

    @Test
    void touchesNothingWithoutTheProfile() {
        new SandboxEnvironment().postProcessEnvironment(environment, new SpringApplication());

        assertThat(environment.getProperty("iadvize.webhook.secrets")).isEqualTo("real-secret");
        assertThat(environment.getPropertySources().contains(SandboxEnvironment.SETTINGS))
                .isFalse();
        assertThat(environment.getPropertySources().contains(SandboxEnvironment.PORTS))
                .isFalse();
    }

    private void activate() {
        environment.setActiveProfiles("sandbox");
        new SandboxEnvironment().postProcessEnvironment(environment, new SpringApplication());
    }

    private List<String> everythingOfTheSandbox() {
        return ((MapPropertySource) environment.getPropertySources().get(SandboxEnvironment.SETTINGS))
                .getSource().keySet().stream().map(environment::getProperty).toList();
    }

    private static ConfigurableEnvironment environment() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("file", new HashMap<>(FILE)));
        return environment;
    }
}
