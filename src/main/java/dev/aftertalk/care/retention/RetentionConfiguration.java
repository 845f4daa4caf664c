package dev.aftertalk.care.retention;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.privacy.KeptData;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Erasing on a running server. */
@Configuration(proxyBeanMethods = false)
public class RetentionConfiguration {

    /** How long runs that are being worked on may take to end before they are cut off: look-ups and mail servers are given no longer. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    @Bean
    Erasure erasure(DataSource dataSource, LedgerWrites writes, Environment environment, List<KeptData> owners) {
        return new Erasure(
                dataSource,
                writes,
                PATIENCE,
                isSqlite(environment.getRequiredProperty("spring.datasource.url")),
                owners);
    }

    public static boolean isSqlite(String url) {
        return url.startsWith("jdbc:sqlite:");
    }
}
