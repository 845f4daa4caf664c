package dev.aftertalk.connectors.mail;

import dev.aftertalk.connectors.detour.Detours;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;

/**
 * Opens and closes the connections of the pool. It never asks a kept one whether it is still there: servers count such questions (Exim hangs
 * up at the eleventh), and a mail that finds it gone goes over a fresh one.
 */
final class SmtpConnectionFactory extends BasePooledObjectFactory<SmtpConnection> {

    private final MailSettings settings;
    private final MailIdentity identity;
    private final Session session;
    private final SmtpWatch watch;
    private final Detours detours;

    SmtpConnectionFactory(
            MailSettings settings, MailIdentity identity, Session session, SmtpWatch watch, Detours detours) {
        this.settings = settings;
        this.identity = identity;
        this.session = session;
        this.watch = watch;
        this.detours = detours;
    }

    /** @throws Refused when the server did not want us */
    @Override
    public SmtpConnection create() throws MessagingException {
        SmtpConnection connection = new SmtpConnection(session, settings, identity, detours);
        watch.add(connection);
        try {
            connection.open();
        } catch (MessagingException e) {
            watch.remove(connection);
            throw connection.refusal() == null ? e : new Refused(connection.refusal(), e);
        }
        return connection;
    }

    /** The server answered, but would not have us. */
    static final class Refused extends MessagingException {

        private final transient SmtpRefusal refusal;

        Refused(SmtpRefusal refusal, MessagingException cause) {
            super(cause.getMessage(), cause);
            this.refusal = refusal;
        }

        SmtpRefusal refusal() {
            return refusal;
        }
    }

    @Override
    public PooledObject<SmtpConnection> wrap(SmtpConnection connection) {
        return new DefaultPooledObject<>(connection);
    }

    @Override
    public void destroyObject(PooledObject<SmtpConnection> pooled) throws MessagingException {
        watch.remove(pooled.getObject());
        pooled.getObject().close();
    }
}
