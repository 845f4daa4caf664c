package dev.aftertalk;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Receives iAdvize webhooks and runs the workflows of {@code routes/} on them. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class AftertalkApplication {

    public static void main(String[] args) {
        SpringApplication.run(AftertalkApplication.class, args);
    }
}
