package dev.aftertalk.connectors.mail;

import dev.aftertalk.settings.SettingFault;
import dev.aftertalk.settings.SettingFaults;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/** Whose certificates the mail server may have, by {@code mail.ssl-bundle}. One that can't be used leaves out the workflows that mail. */
@Component
class MailTrust implements SettingFaults {

    private static final Logger LOG = LoggerFactory.getLogger(MailTrust.class);
    private static final String SETTING = "mail.ssl-bundle";

    private final SSLSocketFactory sockets;
    private final List<SettingFault> faults;

    MailTrust(MailSettings settings, SslBundles bundles) {
        String name = settings.sslBundle().strip();
        SSLSocketFactory found = (SSLSocketFactory) SSLSocketFactory.getDefault();
        String problem = null;
        try {
            if (!name.isEmpty()) {
                found = bundles.getBundle(name).createSslContext().getSocketFactory();
            }
        } catch (NoSuchSslBundleException e) {
            problem = "there is no " + certificate(name) + "; set it, as in file:ca.pem, or leave " + SETTING + " out";
        } catch (RuntimeException e) {
            problem = certificate(name) + " can't be used: "
                    + NestedExceptionUtils.getMostSpecificCause(e).getMessage()
                    + ". It must name a PEM file: plain text with BEGIN CERTIFICATE in it";
        }
        sockets = found;
        faults = problem == null
                ? List.of()
                : List.of(new SettingFault(SETTING, SETTING + " is \"" + name + "\", and " + problem));
        faults.forEach(fault -> LOG.warn("{}", fault.problem()));
    }

    /** What makes sockets that trust them; Java's own when none are named, or what is named can't be used. */
    SSLSocketFactory sockets() {
        return sockets;
    }

    @Override
    public List<SettingFault> faults() {
        return faults;
    }

    private static String certificate(String bundle) {
        return "spring.ssl.bundle.pem." + bundle + ".truststore.certificate";
    }
}
