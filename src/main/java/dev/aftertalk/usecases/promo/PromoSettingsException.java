package dev.aftertalk.usecases.promo;

/** A campaign's settings don't make sense, or a route names a campaign that there is not. The message says what to write. */
class PromoSettingsException extends RuntimeException {

    PromoSettingsException(String message) {
        super(message);
    }
}
