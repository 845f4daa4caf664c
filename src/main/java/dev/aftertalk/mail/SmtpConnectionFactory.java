package dev.aftertalk.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;

/** Opens, checks and closes the connections of the pool. */
final class SmtpConnectionFactory extends BasePooledObjectFactory<SmtpConnection> {

    /** Servers limit the mails of a connection, often to 100. */
    private static final int MOST_MAILS = 100;

    /** A busy connection needs no check: one round trip less a mail. */
    private static final Duration TRUSTED_FOR = Duration.ofSeconds(5);

    private final MailSettings settings;
    private final Session session;

    SmtpConnectionFactory(MailSettings settings, Session session) {
        this.settings = settings;
        this.session = session;
    }

    @Override
    public SmtpConnection create() throws MessagingException {
        SmtpConnection connection = new SmtpConnection(session);
        if (settings.authenticates()) {
            connection.connect(settings.host(), settings.port(), settings.username(), settings.password());
        } else {
            connection.connect(settings.host(), settings.port(), null, null);
        }
        return connection;
    }

    @Override
    public PooledObject<SmtpConnection> wrap(SmtpConnection connection) {
        return new DefaultPooledObject<>(connection);
    }

    /** Asks the server only when the connection has been idle for a while. */
    @Override
    public boolean validateObject(PooledObject<SmtpConnection> pooled) {
        return pooled.getBorrowedCount() <= MOST_MAILS
                && (pooled.getIdleDuration().compareTo(TRUSTED_FOR) < 0
                        || pooled.getObject().isConnected());
    }

    @Override
    public void destroyObject(PooledObject<SmtpConnection> pooled) throws MessagingException {
        pooled.getObject().close();
    }
}
