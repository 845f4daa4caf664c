package dev.aftertalk.promo;

import java.nio.file.Path;

class PostgresPromoCodesTest extends PromoCodesContract {

    @Override
    PromoDatabase newDatabase(Path folder) {
        return PromoDatabase.postgres();
    }
}
