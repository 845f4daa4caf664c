package dev.aftertalk.usecases.promo;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.WaitingException;
import dev.aftertalk.time.MachineClock;
import dev.aftertalk.usecases.promo.Allocation.Shortage;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Gives a visitor the code of a campaign that is theirs for ever. */
@Component("promoCodes")
public class PromoCodes {

    private final Campaigns campaigns;
    private final PromoStore store;
    private final PromoSettings settings;
    private final Shortages shortages;
    private final Clock clock;

    @Autowired
    PromoCodes(Campaigns campaigns, PromoStore store, PromoSettings settings, Shortages shortages) {
        this(campaigns, store, settings, shortages, MachineClock.get());
    }

    PromoCodes(Campaigns campaigns, PromoStore store, PromoSettings settings, Shortages shortages, Clock clock) {
        this.campaigns = campaigns;
        this.store = store;
        this.settings = settings;
        this.shortages = shortages;
        this.clock = clock;
    }

    /**
     * The visitor's code: the one it has, or a new one.
     *
     * @param name of the campaign
     * @param visitor the normalised visitor
     * @param eventId id of the event that asks
     * @return code, campaign, label, expiresAt, expiresOn, repeated; or only refusal, which says why there is none and never will be
     * @throws WaitingException when there is no code before somebody sees to it
     * @throws RetryableException when the database is away
     */
    public Map<String, Object> allocate(String name, Map<String, Object> visitor, String eventId) {
        Campaign campaign = campaign(name);
        List<String> identities = visitor == null ? List.of() : Identities.of(visitor);
        if (identities.isEmpty()) {
            throw new PermanentException(
                    "No promo code: nothing is known by which the visitor could be told from others."
                            + " Look the visitor up first (kamelet:iadvize-visitor-action with variableReceive: visitor).");
        }
        try {
            return allocate(campaign, identities, eventId);
        } catch (DataAccessException e) {
            throw new RetryableException(
                    "The database could not give out a promo code ("
                            + e.getMostSpecificCause().getClass().getSimpleName() + ")",
                    e);
        }
    }

    private Map<String, Object> allocate(Campaign campaign, List<String> identities, String eventId) {
        Instant now = clock.instant();
        LocalDate today = now.atZone(settings.timeZone()).toLocalDate();
        PromoCode code = store.find(campaign.name(), identities).orElse(null);
        if (code == null) {
            if (campaign.expiresOn() != null && campaign.expiresOn().isBefore(today)) {
                return refusal("the campaign " + campaign.name() + " ended on " + campaign.expiresOn());
            }
            LocalDate expiry = campaign.expiry(now, settings.timeZone());
            Allocation allocation =
                    store.allocate(campaign, identities, new PromoCode(null, campaign.label(), expiry, eventId));
            if (allocation.shortage() != null) {
                return without(campaign, allocation.shortage());
            }
            code = allocation.code();
        }
        if (code.expiresOn() != null && code.expiresOn().isBefore(today)) {
            return refusal("the visitor's code of the campaign " + campaign.name() + " expired on " + code.expiresOn());
        }
        return answer(campaign, code, eventId);
    }

    private Map<String, Object> without(Campaign campaign, Shortage shortage) {
        if (shortage == Shortage.MAXIMUM) {
            shortages.warn(
                    campaign.name(),
                    "has given out its maximum of " + campaign.maximum() + " codes; who comes now gets no mail");
            return refusal(
                    "all " + campaign.maximum() + " codes of the campaign " + campaign.name() + " are given out");
        }
        shortages.warn(campaign.name(), campaign.remedy() + ". Mails wait until then.");
        throw new WaitingException(campaign.emptiness());
    }

    private Map<String, Object> answer(Campaign campaign, PromoCode code, String eventId) {
        Map<String, Object> promo = new LinkedHashMap<>();
        promo.put("code", code.code());
        promo.put("campaign", campaign.name());
        if (code.label() != null) {
            promo.put("label", code.label());
        }
        if (code.expiresOn() != null) {
            promo.put("expiresAt", code.expiresOn().toString());
            promo.put(
                    "expiresOn",
                    DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                            .withLocale(settings.locale())
                            .format(code.expiresOn()));
        }
        promo.put("repeated", !Objects.equals(code.eventId(), eventId));
        return promo;
    }

    static Map<String, Object> refusal(String why) {
        return Map.of("refusal", why);
    }

    /** Routes are checked when they are made; this is for a name that is worked out while one runs. */
    private Campaign campaign(String name) {
        try {
            return campaigns.require(name);
        } catch (PromoSettingsException e) {
            throw new PermanentException(e.getMessage(), e);
        }
    }
}
