package dev.aftertalk.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** A certificate of its own making for one host name, made with the JDK's keytool. */
public final class TestCertificates {

    public static final String PASSWORD = "changeit";

    private final Path keystore;
    private final Path certificate;

    private TestCertificates(Path keystore, Path certificate) {
        this.keystore = keystore;
        this.certificate = certificate;
    }

    public static TestCertificates of(String hostName, Path folder) throws IOException, InterruptedException {
        Path keystore = folder.resolve(hostName + ".p12");
        Path certificate = folder.resolve(hostName + ".pem");
        keytool(keystore, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + hostName, "-ext", "san=dns:" + hostName);
        keytool(keystore, "-exportcert", "-rfc", "-file", certificate.toString());
        return new TestCertificates(keystore, certificate);
    }

    private static void keytool(Path keystore, String... command) throws IOException, InterruptedException {
        List<String> all = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        all.addAll(List.of(command));
        all.addAll(List.of(
                "-alias", "mail", "-storetype", "PKCS12", "-keystore", keystore.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
    }

    public SSLContext server() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** A PKCS #12 file with its key, protected by {@link #PASSWORD}. */
    public Path keystore() {
        return keystore;
    }

    /** In PEM. */
    public Path certificate() {
        return certificate;
    }

    /** Bundles whose bundle "trusted" holds this certificate as authority. */
    public SslBundles trusted() {
        PemSslStoreDetails details =
                PemSslStoreDetails.forCertificate(certificate.toUri().toString());
        return new DefaultSslBundleRegistry("trusted", SslBundle.of(new PemSslStoreBundle(null, details)));
    }
}
