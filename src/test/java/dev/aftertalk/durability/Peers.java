package dev.aftertalk.durability;

import dev.aftertalk.connectors.jira.JiraPeer;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SalesforcePeer;
import dev.aftertalk.testing.SmtpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** All the other systems, and the settings with which all workflows run against them. */
final class Peers implements AutoCloseable {

    private static final Duration INDEX_LAG = Duration.ofSeconds(2);

    final IadvizePeer iadvize = new IadvizePeer();
    final SmtpPeer smtp = new SmtpPeer();
    final SalesforcePeer salesforce = new SalesforcePeer();
    final JiraPeer jira = new JiraPeer();
    final MailLog mails = new MailLog();
    private final Path codes;

    /** @param codes a folder for so many promo codes */
    Peers(Path codes, int howMany) throws IOException {
        this.codes = Files.createDirectories(codes);
        Path file = Files.write(codes.resolve("codes.csv"), (Iterable<String>)
                IntStream.range(0, howMany).mapToObj("CODE-%07d"::formatted)::iterator);
        // It has lain there for a while: one that may still be on its way is read half a minute later.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        smtp.handTo(mails::take);
        jira.showAfter(INDEX_LAG);
    }

    String[] settings() {
        List<String> settings = new ArrayList<>(List.of(AftertalkProcess.settings(iadvize, smtp)));
        settings.addAll(List.of(
                "--aftertalk.public-url=https://aftertalk.shop.test",
                "--workflows.promo-code=true",
                "--promo.campaigns.thank-you.source=csv",
                "--promo.campaigns.thank-you.folder=" + codes,
                "--workflows.satisfaction-survey=true",
                "--survey.delay=2s",
                "--satisfaction.settle-time=2s",
                "--salesforce.login-url=" + salesforce.url(),
                "--salesforce.client-id=app",
                "--salesforce.client-secret=secret",
                "--jira.url=" + jira.url(),
                "--jira.email=desk@shop.test",
                "--jira.api-token=token",
                "--jira.project=CUST",
                "--jira.index-lag=" + INDEX_LAG.plusSeconds(1).toMillis() + "ms"));
        return settings.toArray(String[]::new);
    }

    @Override
    public void close() throws IOException {
        iadvize.close();
        smtp.close();
        salesforce.close();
        jira.close();
    }
}
