package dev.aftertalk.promo;

import java.nio.file.Path;

class SqlitePromoCodesTest extends PromoCodesContract {

    @Override
    PromoDatabase newDatabase(Path folder) {
        return PromoDatabase.sqlite(folder);
    }
}
