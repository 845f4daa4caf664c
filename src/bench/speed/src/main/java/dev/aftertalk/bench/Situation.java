package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** In what an event is measured: what there is already, and where. */
interface Situation {

    /** @return as the column is called */
    String label();

    /** @return what a line may be fitted over: more than 0; NaN where there is no size */
    default double size() {
        return Double.NaN;
    }

    /** @return bytes of disk that it takes at most */
    default long space() {
        return 0;
    }

    /** @return how many servers there are */
    default int nodes() {
        return 1;
    }

    /** Before anything is started. */
    default void begin() throws IOException, InterruptedException {}

    /** @return settings of each server */
    default List<String> settings() {
        return List.of();
    }

    /** Adds to a server's files. */
    default void prepare(Path folder) throws IOException {}

    /**
     * Fills a ledger that a first start has made and its end has left.
     *
     * @param ledger of SQLite
     */
    default void fill(Path ledger) throws SQLException {}

    /**
     * Measures what is of interest here beyond what an event costs, after that.
     *
     * @param ledger of SQLite, with the server at work on it
     */
    default void measureMore(Figures figures, Server server, Drive drive, Path ledger)
            throws IOException, InterruptedException, SQLException {}

    /** @return the database that has processes of its own */
    default Optional<ProcessTree> database() {
        return Optional.empty();
    }

    /** After everything has ended. */
    default void end() throws IOException, InterruptedException {}
}
