package dev.aftertalk.connectors.mail;

import dev.aftertalk.privacy.Ageing;
import dev.aftertalk.privacy.Erasable;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.privacy.OldRows;
import dev.aftertalk.privacy.Search;
import java.util.List;
import org.springframework.stereotype.Component;

/** How many mails an address got. */
@Component
final class MailData implements KeptData {

    @Override
    public List<Ageing> ageing() {
        return List.of(OldRows.ageing("mail_counts", MailLimit.DAY, "mail_count", "run", "counted_at", ""));
    }

    /** By digests, as the addresses stand nowhere. */
    @Override
    public List<Erasable> find(Search search) {
        boolean any = search.reads()
                .sql("SELECT EXISTS (SELECT 1 FROM mail_count)")
                .query(Boolean.class)
                .single();
        List<String> digests =
                any ? MailLimit.digests(search.keys(), search.person().emails()) : List.of();
        return List.of(Erasable.first(
                ledger -> digests.forEach(digest -> ledger.sql("DELETE FROM mail_count WHERE address = ?")
                        .param(digest)
                        .update())));
    }
}
