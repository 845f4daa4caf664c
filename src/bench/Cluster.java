import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Two Aftertalk nodes on a PostgreSQL primary and its synchronous standby, all on this machine, to break by hand. Each node has the sandbox
 * in it, so nothing leaves the machine. Prints how to kill, freeze and promote each part; Ctrl-C stops everything and removes its folder.
 *
 * <pre>./mvnw package -DskipTests && java src/bench/Cluster.java [nodes=2] [events a second and node=1]</pre>
 *
 * <p>Needs PostgreSQL's programs (Debian: {@code apt-get install postgresql}), on the PATH or under /usr/lib/postgresql. PostgreSQL refuses to
 * run as root: started by root, it runs as the user postgres, or nobody.
 */
public class Cluster {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path folder;
    private final Path programs;
    private final String user = System.getProperty("user.name");
    private final List<Process> nodes = new ArrayList<>();
    private final List<Path> databases = new ArrayList<>();
    private volatile boolean stopping;

    private Cluster(Path folder, Path programs) {
        this.folder = folder;
        this.programs = programs;
    }

    public static void main(String... arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
        String traffic = arguments.length > 1 ? arguments[1] : "1";
        if (!Files.exists(Path.of("target/aftertalk.jar"))) {
            throw new IllegalStateException("There is no target/aftertalk.jar: run ./mvnw package -DskipTests first");
        }
        Cluster cluster = new Cluster(Files.createTempDirectory("aftertalk-cluster"), programs());
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::stop));
        cluster.run(count, traffic);
    }

    private void run(int count, String traffic) throws Exception {
        int primary = freePort();
        int standby = freePort();
        startDatabases(primary, standby);
        String url = "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/aftertalk?user=postgres&targetServerType=primary&socketTimeout=60"
                .formatted(primary, standby);
        List<Integer> ports = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            ports.add(freePort());
            nodes.add(startNode("node" + number, ports.get(number - 1), url, traffic));
        }
        for (int number = 0; number < count; number++) {
            awaitReady(nodes.get(number), ports.get(number), folder.resolve("node" + (number + 1) + ".log"));
        }
        if (!stopping) {
            say(ports, url);
        }
        Thread.currentThread().join();
    }

    private void say(List<Integer> ports, String url) throws IOException {
        for (int number = 0; number < nodes.size(); number++) {
            long pid = nodes.get(number).pid();
            System.out.printf(
                    "node%d: http://127.0.0.1:%d/sandbox (dashboard: log in as admin, password sandbox)%n"
                            + "  kill -9 %d; freeze: kill -STOP %d, and on: kill -CONT %d%n",
                    number + 1, ports.get(number), pid, pid, pid);
        }
        for (Path data : databases) {
            System.out.printf("%s: kill -9 %s%n", data.getFileName(), pid(data));
        }
        System.out.println("Let the standby take over (after the primary is gone):");
        System.out.println("  " + String.join(" ", asPostgres("pg_ctl", "-D", databases.get(1).toString(), "promote")));
        System.out.println("What became of every event:");
        System.out.println("  java -jar target/aftertalk.jar verify '--spring.datasource.url=" + url + "'");
        System.out.println("Logs: " + folder + "/*.log. Ctrl-C stops everything and removes the folder.");
    }

    // ---- PostgreSQL ----

    private static Path programs() throws IOException {
        List<Path> places = new ArrayList<>();
        for (String each : System.getenv("PATH").split(":")) {
            places.add(Path.of(each));
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted(Comparator.comparing((Path version) -> version.getFileName().toString()).reversed())
                        .forEach(version -> places.add(version.resolve("bin")));
            }
        }
        return places.stream()
                .filter(place -> Files.isExecutable(place.resolve("pg_ctl")) && Files.isExecutable(place.resolve("initdb")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "No pg_ctl on the PATH or under /usr/lib/postgresql: install PostgreSQL (apt-get install postgresql)"));
    }

    private void startDatabases(int primary, int standby) throws Exception {
        Path first = folder.resolve("primary");
        Path second = folder.resolve("standby");
        if (user.equals("root")) {
            run("chown", postgres(), folder.toString());
        }
        run(asPostgres("initdb", "-D", first.toString(), "-A", "trust", "-U", "postgres", "-E", "UTF-8"));
        startDatabase(first, primary, "");
        run(asPostgres("psql", "-h", "127.0.0.1", "-p", "" + primary, "-U", "postgres", "-c", "CREATE DATABASE aftertalk"));
        run(asPostgres("pg_basebackup", "-h", "127.0.0.1", "-p", "" + primary, "-U", "postgres", "-D", second.toString(), "-c", "fast"));
        Files.writeString(
                second.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + primary + " user=postgres application_name=standby'\n",
                StandardOpenOption.APPEND);
        run(asPostgres("touch", second.resolve("standby.signal").toString()));
        run(asPostgres("pg_ctl", "-D", first.toString(), "-m", "fast", "-w", "stop"));
        startDatabase(first, primary, " -c synchronous_standby_names=standby");
        startDatabase(second, standby, "");
    }

    private void startDatabase(Path data, int port, String settings) throws Exception {
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" + settings;
        run(asPostgres("pg_ctl", "-D", data.toString(), "-l", data + ".log", "-o", options, "-w", "start"));
        if (!databases.contains(data)) {
            databases.add(data);
        }
    }

    private String postgres() throws Exception {
        return new ProcessBuilder("id", "postgres").redirectErrorStream(true).start().waitFor() == 0 ? "postgres" : "nobody";
    }

    private List<String> asPostgres(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        try {
            if (user.equals("root")) {
                command.addAll(List.of("runuser", "-u", postgres(), "--"));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        Path own = programs.resolve(program);
        command.add(Files.isExecutable(own) ? own.toString() : program);
        command.addAll(List.of(arguments));
        return command;
    }

    private static String pid(Path data) throws IOException {
        return Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    }

    // ---- Aftertalk ----

    private Process startNode(String name, int port, String url, String traffic) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dloader.path=target/aftertalk-sandbox.jar",
                        "-jar",
                        "target/aftertalk.jar",
                        "--spring.profiles.active=sandbox",
                        "--server.port=" + port,
                        "--sandbox.smtp-port=0",
                        "--sandbox.traffic=" + traffic,
                        "--aftertalk.data-dir=" + folder.resolve(name),
                        "--spring.datasource.url=" + url)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private void awaitReady(Process node, int port, Path log) throws Exception {
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                .timeout(Duration.ofSeconds(2))
                .build();
        for (int tries = 0; tries < 240; tries++) {
            try {
                if (CLIENT.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                if (stopping) {
                    return;
                }
                if (!node.isAlive()) {
                    throw new IllegalStateException("It did not start:\n" + Files.readString(log));
                }
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException("It is not ready within two minutes:\n" + Files.readString(log));
    }

    // ---- Around ----

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private void run(String... command) throws Exception {
        run(List.of(command));
    }

    /** In its own file, as pg_ctl leaves its output to the server it starts, and who reads that to the end waits for ever. */
    private void run(List<String> command) throws Exception {
        Path output = folder.resolve("commands.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .directory(folder.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed:\n" + Files.readString(output));
        }
    }

    private void stop() {
        stopping = true;
        System.out.println("Stopping");
        for (Process node : nodes) {
            node.destroyForcibly();
        }
        for (Path data : databases) {
            try {
                if (Files.exists(data.resolve("postmaster.pid"))) {
                    run("kill", "-CONT", pid(data));
                    run(asPostgres("pg_ctl", "-D", data.toString(), "-m", "immediate", "-w", "stop"));
                }
            } catch (Exception e) {
                // It was killed before: there is nothing to stop.
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.out.println("Could not remove " + folder + ": " + e);
        }
    }
}
