package dev.aftertalk.usecases.promo;

import dev.aftertalk.connectors.mail.MailingLists;
import dev.aftertalk.rehearsal.Rehearsal;
import dev.aftertalk.rehearsal.StandIns;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Promo codes in a rehearsal: who has one is told it, and none is given out. */
@Component
class RehearsedPromo implements StandIns {

    /** Stands, with the campaign's name, for the one that would be given out. */
    static final String NEXT = "NEXT-CODE-";

    private final JdbcClient database;
    private final Campaigns campaigns;
    private final PromoSettings settings;
    private final MailingLists lists;
    private final Shortages shortages;

    RehearsedPromo(
            JdbcClient database, Campaigns campaigns, PromoSettings settings, MailingLists lists, Shortages shortages) {
        this.database = database;
        this.campaigns = campaigns;
        this.settings = settings;
        this.lists = lists;
        this.shortages = shortages;
    }

    @Override
    public Map<String, Object> of(Rehearsal rehearsal) {
        PromoCodes codes = new PromoCodes(campaigns, new Unchanged(database), settings, shortages);
        return Map.of("promoCodes", codes, "promoOffer", new PromoOffer(codes, lists));
    }

    private static final class Unchanged extends PromoStore {

        private final JdbcClient database;

        Unchanged(JdbcClient database) {
            super(database, null);
            this.database = database;
        }

        @Override
        Allocation allocate(Campaign campaign, List<String> identities, PromoCode fresh) {
            return held(database, campaign.name(), identities).stream()
                    .findFirst()
                    .map(held -> Allocation.of(held.code()))
                    .orElseGet(() -> Allocation.of(
                            new PromoCode(NEXT + campaign.name(), fresh.label(), fresh.expiresOn(), fresh.eventId())));
        }
    }
}
