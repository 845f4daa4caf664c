package dev.aftertalk.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Two real PostgreSQL servers: a primary, and a standby that has each commit on its disk before the primary answers it. */
public final class PostgresPair implements AutoCloseable {

    public static final String DATABASE = "aftertalk";

    private final PostgresServer primary;
    private final PostgresServer standby;

    /** Starts both, with an empty database; returns once the standby is synchronous. */
    public PostgresPair(Path folder) throws IOException {
        primary = new PostgresServer(folder.resolve("primary")).start(Map.of());
        primary.sql("postgres").sql("CREATE DATABASE " + DATABASE).update();
        primary.stop();
        copy(primary.data(), folder.resolve("standby"));
        standby = new PostgresServer(folder.resolve("standby"));
        Files.createFile(standby.data().resolve("standby.signal"));
        Files.writeString(
                standby.data().resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=standby'\n"
                        .formatted(primary.port()),
                StandardOpenOption.APPEND);
        startPrimary();
        standby.start(Map.of("wal_retrieve_retry_interval", "200ms"));
        awaitSynchronous();
    }

    /** With this the primary commits nothing on its own: not while the standby is away, nor when it comes back after its standby took over. */
    public void startPrimary() throws IOException {
        primary.start(Map.of("synchronous_standby_names", "standby"));
    }

    /** Waits until what is committed is on both. */
    public void awaitSynchronous() {
        await().atMost(Duration.ofSeconds(30)).until(() -> primary.sql("postgres")
                .sql("SELECT sync_state FROM pg_stat_replication")
                .query(String.class)
                .list()
                .equals(List.of("sync")));
    }

    public PostgresServer primary() {
        return primary;
    }

    public PostgresServer standby() {
        return standby;
    }

    /** Whichever of both is the primary. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/%s?user=postgres&targetServerType=primary&socketTimeout=60"
                .formatted(primary.port(), standby.port(), DATABASE);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (primary;
                standby) {
            // both, whatever the other says
        }
    }
}
