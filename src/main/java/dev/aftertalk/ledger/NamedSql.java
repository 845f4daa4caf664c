package dev.aftertalk.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;

/** A statement whose parameters have names, such as {@code :workflow}, each of which may stand in it more than once. */
final class NamedSql {

    private final ParsedSql names;
    private final String sql;

    private NamedSql(String text) {
        this.names = NamedParameterUtils.parseSqlStatement(text);
        this.sql = NamedParameterUtils.substituteNamedParameters(names, null);
    }

    static NamedSql of(String text) {
        return new NamedSql(text);
    }

    /** A first value of those that {@link #bind} takes. */
    static MapSqlParameterSource with(String name, Object value) {
        return new MapSqlParameterSource(name, value);
    }

    /** As a driver takes it, with a question mark for each parameter. */
    String sql() {
        return sql;
    }

    /**
     * The values in the order of the question marks.
     *
     * @param byName Long, Integer, String, byte[] or null for each name
     * @throws org.springframework.dao.InvalidDataAccessApiUsageException when one has none
     */
    Object[] values(MapSqlParameterSource byName) {
        return NamedParameterUtils.buildValueArray(names, byName, null);
    }

    /** Adds one row of {@link #values} to a batch of this statement. */
    void addTo(PreparedStatement batch, MapSqlParameterSource byName) throws SQLException {
        LedgerConnection.bind(batch, values(byName));
        batch.addBatch();
    }
}
