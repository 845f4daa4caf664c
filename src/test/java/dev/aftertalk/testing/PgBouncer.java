package dev.aftertalk.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The real PgBouncer with the recipe of the documentation, in front of the PostgreSQL of the tests. */
public final class PgBouncer implements AutoCloseable {

    private static final Path RECIPE = Path.of("src/docs/pgbouncer/pgbouncer.ini");

    private final int port = FreePort.next();
    private final String url;
    private final Process process;

    /**
     * Starts it.
     *
     * @param server JDBC URL of a database, with user
     * @param instead lines that take the place of the recipe's for the same setting
     */
    public PgBouncer(Path folder, String server, String... instead) throws IOException {
        String database = server.replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        String at = server.replaceFirst(".*//[^:]*:", "").replaceFirst("/.*", "");
        url = server.replaceFirst("//[^/]*/", "//127.0.0.1:" + port + "/");
        List<String> lines = new ArrayList<>(List.of(instead));
        lines.add(database + " = host=127.0.0.1 port=" + at + " dbname=" + database);
        lines.add("listen_port = " + port);
        lines.add("unix_socket_dir =");
        lines.add("auth_type = trust");
        lines.add("auth_file = "
                + Files.writeString(Files.createTempFile(folder, "users", ".txt"), "\"postgres\" \"\"\n"));
        String recipe = Files.readString(RECIPE).replaceFirst("(?m)^aftertalk = .*", lines.get(instead.length));
        lines.remove(instead.length);
        for (String line : lines) {
            String name = line.replaceFirst(" =.*", "");
            recipe = recipe.replaceFirst("(?m)^" + name + " = .*\n", "") + line + "\n";
        }
        Path ini = Files.writeString(Files.createTempFile(folder, "pgbouncer", ".ini"), recipe);
        process = start(folder, ini);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::answers);
    }

    /** As root it wants to be told who to be. */
    private static Process start(Path folder, Path ini) throws IOException {
        List<String> command = new ArrayList<>(List.of(program()));
        if (System.getProperty("user.name").equals("root")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(ini.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("pgbouncer.log").toFile())
                .start();
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("pgbouncer ended with " + process.exitValue());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it is; null where it is not installed. */
    public static String program() {
        return List.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer").stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse(null);
    }

    /** JDBC URL of the database through it, with user. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
