package dev.aftertalk.bench;

import dev.aftertalk.bench.Contender.Ports;
import dev.aftertalk.bench.Contender.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The server that a soak is about, with its folder and its database. It may be killed, and is then another process on the same state. */
final class SoakServer {

    private final Contender contender;
    private final Ports ports;
    private final Path folder;
    private final PostgresCluster cluster;
    private Server server;

    private SoakServer(Contender contender, Ports ports, Path folder, PostgresCluster cluster) {
        this.contender = contender;
        this.ports = ports;
        this.folder = folder;
        this.cluster = cluster;
    }

    /** Starts it from nothing, with a token for {@link SoakApi}. */
    static SoakServer start(AftertalkContender aftertalk, SoakOptions options, Ports ports)
            throws IOException, InterruptedException, SQLException {
        Path folder = Children.folder(options.folder());
        PostgresCluster cluster = options.postgres() ? PostgresCluster.start(options.folder()) : null;
        List<String> settings = cluster == null ? List.of() : cluster.settings();
        Contender contender = new SituatedContender(aftertalk, new Database(label(options), settings));
        contender.prepare(folder);
        SoakServer soaked = new SoakServer(contender, ports, folder, cluster);
        Server.start(contender, ports, folder).close();
        soaked.run(SoakApi.token());
        soaked.server = Server.start(contender, ports, folder);
        return soaked;
    }

    /** Where the ledger is. */
    private record Database(String label, List<String> settings) implements Situation {}

    static String label(SoakOptions options) {
        return options.postgres() ? "PostgreSQL" : "SQLite";
    }

    private void run(String sql) throws IOException, InterruptedException, SQLException {
        if (cluster != null) {
            cluster.run(sql);
            return;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/aftertalk.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    int port() {
        return ports.server();
    }

    long pid() {
        return server.pid();
    }

    /** @return the event that a mail is sent for */
    Target target() {
        return contender.target(true);
    }

    Path folder() {
        return folder;
    }

    Path log() {
        return folder.resolve("server.log");
    }

    /** @throws IllegalStateException when it has ended by itself */
    void check() throws IOException {
        if (!Proc.runs(server.pid())) {
            throw new IllegalStateException("The server has ended by itself:\n" + Server.end(log()));
        }
    }

    /** As kill -9 does, and starts it again. @return from its start to the first acknowledgement, in milliseconds */
    double killAndStart() throws IOException, InterruptedException {
        server.kill();
        server = Server.start(contender, ports, folder);
        return server.startMillis();
    }

    /** @return the size of the database without its write-ahead log, in KiB */
    double databaseSize() {
        return size(cluster == null ? folder.resolve("data/aftertalk.db") : cluster.tables()) / 1024;
    }

    /** @return the size of the database's write-ahead log, in KiB */
    double logSize() {
        return size(cluster == null ? folder.resolve("data/aftertalk.db-wal") : cluster.writeAheadLog()) / 1024;
    }

    /** What is deleted meanwhile is not counted. @param path a file, or a folder with all in it */
    private static double size(Path path) {
        try {
            AtomicLong bytes = new AtomicLong();
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException fault) {
                    return FileVisitResult.CONTINUE;
                }
            });
            return bytes.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() throws IOException, InterruptedException {
        server.close();
        if (cluster != null) {
            cluster.stop();
        }
        Children.delete(folder);
    }
}
