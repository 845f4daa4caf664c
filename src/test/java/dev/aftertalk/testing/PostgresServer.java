package dev.aftertalk.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A real PostgreSQL of its own, with its settings, that can be stopped, killed, frozen and started again on its port. */
public final class PostgresServer implements AutoCloseable {

    static {
        // It reports each server that it can't stop because it was killed on purpose.
        ((Logger) LoggerFactory.getLogger(EmbeddedPostgres.class)).setLevel(Level.OFF);
    }

    private final Path data;
    private final int port;
    private EmbeddedPostgres running;
    private List<ProcessHandle> killable = List.of();

    /** @param data where its files are, or are to be made at the first start */
    public PostgresServer(Path data) throws IOException {
        this.data = data;
        this.port = FreePort.next();
    }

    /** @param settings as in postgresql.conf; those of the embedded server that spoil durability are put right first */
    public PostgresServer start(Map<String, String> settings) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100");
        settings.forEach(builder::setServerConfig);
        running = builder.start();
        return this;
    }

    /** As pg_ctl stop -m fast: everybody is cut off, nothing is lost. */
    public void stop() throws IOException {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** As kill -9 of all its processes at once: a machine that dies. */
    public void kill() throws IOException {
        signal("KILL");
        stop(); // only lets go of what belongs to the dead
    }

    /** As a machine that hangs: connections stay open and are even taken, nothing answers. */
    public void freeze() throws IOException {
        signal("STOP");
    }

    /** Goes on where it was frozen. */
    public void thaw() throws IOException {
        signal("CONT");
    }

    /** Makes a standby the primary; returns once it is. */
    public void promote() {
        sql("postgres").sql("SELECT pg_promote(true, 30)").query(Boolean.class).single();
    }

    public int port() {
        return port;
    }

    public Path data() {
        return data;
    }

    /** This server alone. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** A way to ask this server something, on a new connection each time. */
    public JdbcClient sql(String database) {
        return JdbcClient.create(new DriverManagerDataSource(url(database)));
    }

    private void signal(String name) throws IOException {
        if (!name.equals("CONT")) {
            ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(
                            Files.readAllLines(data.resolve("postmaster.pid")).get(0)))
                    .orElseThrow();
            killable = new ArrayList<>(postmaster.descendants().toList());
            killable.add(0, postmaster); // first, so that it starts no others meanwhile
        }
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        killable.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            new ProcessBuilder(command).start().waitFor();
            if (name.equals("KILL")) {
                killable.forEach(process -> process.onExit().join());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        if (running != null) {
            kill();
        }
    }
}
