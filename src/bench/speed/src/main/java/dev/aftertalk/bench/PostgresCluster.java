package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cluster of PostgreSQL of one's own, as initdb makes it, so with fsync; only this machine can connect to it. What its tables hold it finds out
 * during the warm-up: as it comes it looks once a minute, and plans for empty tables until then.
 */
final class PostgresCluster {

    private static final String USER = "postgres";
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private final Path folder;
    private final Process process;
    private final Syncs syncs;
    private final int port;

    private PostgresCluster(Path folder, Process process, Syncs syncs, int port) {
        this.folder = folder;
        this.process = process;
        this.syncs = syncs;
        this.port = port;
    }

    /** @throws IllegalStateException when there is no PostgreSQL, or it doesn't come up */
    static PostgresCluster start(Path in) throws IOException, InterruptedException {
        Path programs = programs();
        Path folder = Children.folder(in);
        if (isRoot()) {
            Files.setOwner(
                    folder,
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
        }
        int port = Loopback.freePort();
        String data = folder.resolve("data").toString();
        List<String> initdb =
                List.of(programs.resolve("initdb").toString(), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8");
        Children.run(asUser(initdb), folder, log(folder));
        List<String> postgres = List.of(
                programs.resolve("postgres").toString(),
                "-D",
                data,
                "-p",
                "" + port,
                "-h",
                "127.0.0.1",
                "-k",
                "",
                "-c",
                "autovacuum_naptime=5s");
        Syncs syncs = new Syncs(folder);
        Process process = Children.startDatabase(asUser(syncs.counted(postgres)), folder, log(folder));
        PostgresCluster cluster = new PostgresCluster(folder, process, syncs, port);
        cluster.awaitReady();
        return cluster;
    }

    /** @return the server's, of the database that every cluster has */
    List<String> settings() {
        return List.of(
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "--spring.datasource.username=" + USER,
                "--spring.datasource.password=" + USER);
    }

    /** @throws IllegalStateException with what it says to a statement that fails */
    void run(String sql) throws IOException, InterruptedException {
        Path file = folder.resolve("statements.sql");
        Files.writeString(file, sql);
        List<String> psql = List.of(
                programs().resolve("psql").toString(),
                "-h",
                "127.0.0.1",
                "-p",
                "" + port,
                "-U",
                USER,
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-f",
                file.toString(),
                "postgres");
        Children.run(psql, folder, folder.resolve("psql.log"));
    }

    /** @return the folder with its tables */
    Path tables() {
        return folder.resolve("data/base");
    }

    /** @return the folder with what it writes before it writes the tables */
    Path writeAheadLog() {
        return folder.resolve("data/pg_wal");
    }

    ProcessTree processes() {
        return new ProcessTree(process.pid(), syncs);
    }

    void stop() throws IOException, InterruptedException {
        Children.stop(process);
        Children.delete(folder);
    }

    /** The newest, wherever Debian and its like put it, or else what is on the path. */
    private static Path programs() throws IOException {
        List<Path> folders = new ArrayList<>();
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> versions = Files.list(INSTALLED)) {
                versions.filter(version -> version.getFileName().toString().matches("\\d+"))
                        .sorted(Comparator.comparing(version ->
                                -Integer.parseInt(version.getFileName().toString())))
                        .forEach(version -> folders.add(version.resolve("bin")));
            }
        }
        Stream.of(System.getenv("PATH").split(":")).map(Path::of).forEach(folders::add);
        return folders.stream()
                .filter(each ->
                        Files.isExecutable(each.resolve("initdb")) && Files.isExecutable(each.resolve("postgres")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no PostgreSQL here: neither under " + INSTALLED
                        + " nor on the PATH are initdb and postgres. Leave postgres out of --factors, or install it."));
    }

    /** It refuses to be run by root. */
    private static List<String> asUser(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        all.addAll(command);
        return all;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private void awaitReady() throws IOException, InterruptedException {
        Path state = folder.resolve("data/postmaster.pid");
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            if (Files.exists(state) && Files.readString(state).contains("ready")) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("PostgreSQL doesn't come up:\n" + Files.readString(log(folder)));
    }

    private static Path log(Path folder) {
        return folder.resolve("postgres.log");
    }
}
