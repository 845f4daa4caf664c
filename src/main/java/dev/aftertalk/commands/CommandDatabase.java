package dev.aftertalk.commands;

import dev.aftertalk.ledger.start.SqliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database of the settings, beside a running server or as a stopped one left it; no web server, no routes. */
final class CommandDatabase implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private CommandDatabase(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Nothing but the database. */
    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    static class Only {}

    /** @param args settings as on any command line of Aftertalk */
    static CommandDatabase open(String... args) {
        return open(Only.class, args);
    }

    /** @param needs a configuration with what else the command needs, which includes {@link Only} */
    static CommandDatabase open(Class<? extends Only> needs, String... args) {
        CommandDatabase database = new CommandDatabase(CommandSettings.open(needs, args));
        database.requireFile();
        return database;
    }

    /** Looks for SQLite's file before anything connects, which would make an empty one. */
    private void requireFile() {
        SqliteFile.of(url()).filter(file -> !Files.exists(file.path())).ifPresent(file -> {
            String words = words("There is no ledger that can be read", "");
            close();
            throw new NoLedgerException(words);
        });
    }

    /** There is nothing a command could work on; the message says where it looked and what to do. */
    static final class NoLedgerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoLedgerException(String message) {
            super(message);
        }
    }

    DataSource dataSource() {
        return context.getBean(DataSource.class);
    }

    JdbcClient client() {
        return JdbcClient.create(dataSource());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** All beans of a type that the command's configuration has. */
    <T> List<T> beans(Class<T> type) {
        return List.copyOf(context.getBeansOfType(type).values());
    }

    Environment settings() {
        return context.getEnvironment();
    }

    String url() {
        return settings().getRequiredProperty("spring.datasource.url");
    }

    /** The server whose data folder this is; empty when it has none yet. */
    String node() {
        try {
            return Files.readString(Path.of(settings().getProperty("aftertalk.data-dir", "data"), "node"))
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Says on the error output that it can't be used; returns the exit code. */
    int unusable(String what, String more) {
        System.err.println(words(what, more));
        return 2;
    }

    private String words(String what, String more) {
        return what + " at " + url().replaceFirst("\\?.*", "") // what follows may be a password
                + ". Run this in the folder the server runs in, or with the settings it was started with: --spring.profiles.active, --aftertalk.data-dir, --spring.datasource.url"
                + more + ".";
    }

    @Override
    public void close() {
        context.close();
    }
}
