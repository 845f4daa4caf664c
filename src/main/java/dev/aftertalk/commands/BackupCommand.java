package dev.aftertalk.commands;

import dev.aftertalk.ledger.start.OwnerOnly;
import dev.aftertalk.ledger.start.SqliteFile;
import dev.aftertalk.text.FileFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code java -jar aftertalk.jar backup FILE}: copies SQLite's database as it is at one moment, beside a running server or a stopped one's.
 *
 * <p>By {@code VACUUM INTO}, which reads in one transaction that the server's writing does not disturb; SQLite's backup call would begin
 * again with each commit of the server, and so never end under load.
 */
public final class BackupCommand {

    static final String ARGUMENTS = "FILE";

    /** Nothing but the settings. */
    static class Settings {}

    private BackupCommand() {}

    /**
     * @param args the file to write, then settings as on any command line of Aftertalk
     * @return the exit code: 1 when the backup failed, 2 when it can't be made at all
     */
    public static int run(String... args) {
        if (args.length == 0 || args[0].startsWith("--")) {
            return Commands.refuse("Say where to:", "backup", ARGUMENTS);
        }
        try (ConfigurableApplicationContext context =
                CommandSettings.open(Settings.class, Arrays.copyOfRange(args, 1, args.length))) {
            return backUp(context.getEnvironment().getRequiredProperty("spring.datasource.url"), Path.of(args[0]));
        }
    }

    private static int backUp(String url, Path to) {
        SqliteFile from = SqliteFile.of(url).orElse(null);
        if (from == null) {
            System.err.println("This backs SQLite up. For PostgreSQL use pg_dump or pg_basebackup.");
            return 2;
        }
        String refusal = refusal(from.path(), to);
        if (refusal != null) {
            System.err.println(refusal);
            return 2;
        }
        try {
            copy(from.path(), to.toAbsolutePath());
            System.out.println(to + ": " + Files.size(to) / 1024 + " KB");
            return 0;
        } catch (SQLException | IOException e) {
            String why = e instanceof IOException ? FileFault.words(e) + "." : e.getMessage();
            System.err.println("The backup failed, and " + to + " was not written: " + why);
            return 1;
        }
    }

    /** Why there can be no copy, and what to do about it; null when it can be begun. */
    private static String refusal(Path from, Path to) {
        if (Files.exists(to)) {
            return to + " is there already; choose another name.";
        }
        if (!Files.exists(from)) {
            return "There is no database " + from
                    + ". Run this in the folder the server runs in, or with the same --aftertalk.data-dir.";
        }
        Path folder = to.toAbsolutePath().getParent();
        return Files.isDirectory(folder)
                ? null
                : "There is no folder " + folder + ": make it, readable by this user alone (mkdir -m 700 " + folder
                        + "), as a backup holds personal data.";
    }

    /** Under its name the copy is whole, or not there. */
    private static void copy(Path from, Path to) throws SQLException, IOException {
        Path unfinished = to.resolveSibling(to.getFileName() + ".part");
        Files.deleteIfExists(unfinished);
        try {
            Files.createFile(unfinished, OwnerOnly.attributes(to));
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + from);
                    PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
                vacuum.setString(1, unfinished.toString());
                vacuum.execute();
            }
            try (FileChannel file = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                file.force(true);
            }
            Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
