package dev.aftertalk.ledger;

import java.util.List;

/** The ledger's connection within a transaction, for statements that are run for each event: it keeps them prepared. */
public interface LedgerStatements {

    /**
     * Runs a statement that writes.
     *
     * @param sql always the same text for the same statement, its values as {@code ?}
     * @param values each a Long, an Integer, a String or null
     * @return how many rows it changed
     * @throws org.springframework.dao.DataAccessException when the database refuses it or is away
     */
    int update(String sql, Object... values);

    /**
     * Runs a statement that reads.
     *
     * @param sql as above
     * @param values as above
     * @return the first column of each row
     * @throws org.springframework.dao.DataAccessException when the database refuses it or is away
     */
    List<String> read(String sql, Object... values);
}
