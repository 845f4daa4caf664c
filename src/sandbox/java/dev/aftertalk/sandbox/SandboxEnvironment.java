package dev.aftertalk.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * Puts {@code sandbox/sandbox.properties} above everything but arguments when the profile {@code sandbox} is active, so that a
 * developer's real settings (file, environment, system properties) never meet sandbox traffic.
 *
 * <p>Ports that are asked for as 0 are chosen here: beans read the addresses of the sandbox long before the web server has its port.
 */
class SandboxEnvironment implements EnvironmentPostProcessor, Ordered {

    static final String SETTINGS = "sandbox settings";
    static final String PORTS = "sandbox ports";
    private static final String PEER_ROUTES = "classpath:sandbox/*.camel.yaml";
    private static final String ROUTES = "camel.main.routes-include-pattern";
    private static final String MESSAGES = "spring.messages.basename";

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.acceptsProfiles(Profiles.of("sandbox"))) {
            return;
        }
        MutablePropertySources sources = environment.getPropertySources();
        sources.addFirst(new MapPropertySource(PORTS, freePorts(environment)));

        Map<String, Object> settings = load();
        settings.put(ROUTES, environment.getRequiredProperty(ROUTES) + "," + PEER_ROUTES);
        settings.put(MESSAGES, environment.getProperty(MESSAGES, "messages") + ",sandbox/messages");
        // Variables that hold JSON settings are as much part of the environment as the others.
        String below = sources.contains("spring.application.json")
                ? "spring.application.json"
                : StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME;
        sources.addBefore(below, new MapPropertySource(SETTINGS, settings));
        // Only now: the address the server is bound to is one of these settings.
        settings.put("sandbox.url", url(environment));
    }

    private static Map<String, Object> freePorts(ConfigurableEnvironment environment) {
        Map<String, Object> ports = new HashMap<>();
        for (String name : new String[] {"server.port", "sandbox.smtp-port"}) {
            if ("0".equals(environment.getProperty(name, "").trim())) {
                ports.put(name, freePort());
            }
        }
        return ports;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port for the sandbox", e);
        }
    }

    /** Where this server reaches itself: on the address it is bound to, or on loopback when that is all of them. */
    private static String url(ConfigurableEnvironment environment) {
        String host = "127.0.0.1";
        String address = environment.getProperty("server.address", "");
        try {
            if (!address.isBlank() && !InetAddress.getByName(address).isAnyLocalAddress()) {
                host = address.contains(":") ? "[" + address + "]" : address;
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException("server.address=" + address + " is not an address of this machine", e);
        }
        return "http://" + host + ":" + environment.getRequiredProperty("server.port");
    }

    private static Map<String, Object> load() {
        try {
            Properties properties =
                    PropertiesLoaderUtils.loadProperties(new ClassPathResource("sandbox/sandbox.properties"));
            Map<String, Object> settings = new HashMap<>();
            properties.forEach((name, value) -> settings.put((String) name, value));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException("The jar is damaged: sandbox/sandbox.properties can't be read", e);
        }
    }
}
