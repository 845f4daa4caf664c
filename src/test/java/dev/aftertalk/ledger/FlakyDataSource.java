package dev.aftertalk.ledger;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A data source that can fail as databases do: away, or gone in the middle of a commit. */
public final class FlakyDataSource implements DataSource {

    private final DataSource real;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private volatile boolean down;
    private volatile Predicate<String> losesAnswerAfter = sql -> true;
    private final ThreadLocal<StringBuilder> transaction = ThreadLocal.withInitial(StringBuilder::new);

    public FlakyDataSource(DataSource real) {
        this.real = real;
    }

    /** How many connections it has given. */
    int connections() {
        return connections.get();
    }

    /** How many calls have failed because it was down. */
    int refused() {
        return refused.get();
    }

    /** Every call fails until {@link #goUp}. */
    public void goDown() {
        down = true;
    }

    public void goUp() {
        down = false;
    }

    /** The next commit of a transaction in which this statement was run is carried out, and then its answer is lost. */
    void loseAnswerToCommitOf(String statementPart) {
        losesAnswerAfter = sql -> sql.contains(statementPart);
        lostAnswers.set(1);
    }

    boolean hasLostAnswer() {
        return lostAnswers.get() == 0;
    }

    @Override
    public Connection getConnection() throws SQLException {
        check();
        connections.incrementAndGet();
        return proxy(Connection.class, real.getConnection());
    }

    private void check() throws SQLException {
        if (down) {
            refused.incrementAndGet();
            throw new SQLException("The database is away (test).", "08006");
        }
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (!method.getName().equals("close")) {
                check();
            }
            Object result;
            try {
                result = method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (method.getName().equals("prepareStatement")) {
                return tracked((PreparedStatement) result, (String) args[0]);
            }
            if (method.getName().equals("commit")) {
                committed();
            }
            if (method.getName().equals("rollback")) {
                transaction.get().setLength(0);
            }
            return result instanceof Statement statement && method.getName().equals("createStatement")
                    ? proxy(Statement.class, statement)
                    : result;
        }));
    }

    private PreparedStatement tracked(PreparedStatement target, String sql) {
        return (PreparedStatement) Proxy.newProxyInstance(
                PreparedStatement.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (p, method, args) -> {
                    check();
                    if (method.getName().equals("addBatch") || method.getName().startsWith("executeUpdate")) {
                        transaction.get().append(sql).append(';');
                    }
                    try {
                        return method.invoke(target, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void committed() throws SQLException {
        String sql = transaction.get().toString();
        transaction.get().setLength(0);
        if (lostAnswers.get() > 0 && losesAnswerAfter.test(sql) && lostAnswers.getAndDecrement() > 0) {
            throw new SQLException("The connection broke during the commit (test).", "08007");
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
