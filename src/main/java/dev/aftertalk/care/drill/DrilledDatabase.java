package dev.aftertalk.care.drill;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.util.Optional;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Has the pool of connections make them by {@link KnownConnections}, before it makes the first one. */
final class DrilledDatabase implements BeanPostProcessor {

    private final boolean isAllowed;
    private KnownConnections connections;

    DrilledDatabase(boolean isAllowed) {
        this.isAllowed = isAllowed;
    }

    /** Empty when the pool is one that somebody else has made, which no drill can reach. */
    Optional<KnownConnections> connections() {
        return Optional.ofNullable(connections);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (isAllowed && bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null && !pool.isRunning()) {
            connections = new KnownConnections(new DriverDataSource(
                    pool.getJdbcUrl(),
                    pool.getDriverClassName(),
                    pool.getDataSourceProperties(),
                    pool.getUsername(),
                    pool.getPassword()));
            pool.setDataSource(connections);
        }
        return bean;
    }
}
