package dev.aftertalk.usecases.promo;

import java.time.LocalDate;

/**
 * A code as it was promised to its holder.
 *
 * @param label what it is worth, or null
 * @param expiresOn the last day on which it is valid, or null
 * @param eventId the event it was first given out for
 */
record PromoCode(String code, String label, LocalDate expiresOn, String eventId) {}
