package dev.aftertalk.usecases.promo;

/**
 * What came of asking for a code.
 *
 * @param code null when there was none to give
 * @param shortage why there was none, or null
 */
record Allocation(PromoCode code, Shortage shortage) {

    enum Shortage {
        EMPTY,
        MAXIMUM
    }

    static Allocation of(PromoCode code) {
        return new Allocation(code, null);
    }

    static Allocation none(Shortage shortage) {
        return new Allocation(null, shortage);
    }
}
